import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getSystemErrorMap } from 'node:util';
import { stringify } from 'csv-stringify';
import type { Checkpoint } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import { rejectLines, rejectTable } from './reject-table.js';
import { resultTable } from './result-table.js';
import { type ReportContext, type Summary, summarize } from './summary.js';
import { type Fill, sweepParts, writeWhole } from './whole-file.js';

/** Where the files of a report are. */
export interface ReportFiles {
  readonly results: string;
  /** None where no record needs a human; two where exports of both kinds are in the checkpoint. */
  readonly rejects: readonly string[];
  readonly summary: string;
}

const NAMES = ['results.csv', 'rejects.csv', 'rejects.ndjson', 'summary.json'];

/**
 * Writes the report files of a checkpoint into `folder`, which is made for its owner alone where it is missing. Memory stays flat
 * however many items there are. If the process dies on the way, each file is a whole one of this report or of the former one;
 * `summary.json` is the last to change.
 * @throws MigrateError `report_unwritable`, or what reading the checkpoint throws
 */
export async function writeReport(checkpoint: Checkpoint, folder: string, context: ReportContext): Promise<ReportFiles> {
  const summary = summarize(checkpoint, context);
  try {
    return await writeFiles(checkpoint, folder, summary);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const reason = getSystemErrorMap().get(cause.errno)?.[1] ?? `system error ${cause.errno}`;
    throw new MigrateError('report_unwritable', { folder, reason }, { cause });
  }
}

async function writeFiles({ report }: Checkpoint, folder: string, summary: Summary): Promise<ReportFiles> {
  await makeFolder(folder);
  await sweepParts(folder, NAMES);
  const results = join(folder, 'results.csv');
  await writeWhole(results, (sink) => pipeline(resultTable(report.results()), stringify(), sink));

  const csv: Fill = (sink) => pipeline(rejectTable(report.columns(), report.rejects('csv')), stringify(), sink);
  const ndjson: Fill = (sink) => pipeline(rejectLines(report.rejects('ndjson')), sink);
  const rejects: string[] = [];
  for (const [name, fill] of [
    ['rejects.csv', csv],
    ['rejects.ndjson', ndjson],
  ] as const) {
    const file = join(folder, name);
    if (summary.rejects[name] === 0) {
      await rm(file, { force: true });
      continue;
    }
    await writeWhole(file, fill);
    rejects.push(file);
  }

  const file = join(folder, 'summary.json');
  await writeWhole(file, (sink) => pipeline([`${JSON.stringify(summary, null, 2)}\n`], sink));
  return { results, rejects, summary: file };
}

/** One by one: where a file system is read-only, `recursive` of mkdir says that the folder does not exist. */
async function makeFolder(folder: string): Promise<void> {
  const make = () => mkdir(folder, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await make();
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { errno: number } {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number';
}
