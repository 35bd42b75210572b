import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { type Checkpoint, facesAcross } from '../checkpoint/index.js';
import { facesAcrossTable } from './faces-across-table.js';
import { joinedRows, type ReportRows } from './joined-rows.js';
import { joinedSource } from './page/joined-source.js';
import type { PageContext } from './page/page-context.js';
import type { PageSource } from './page/page-source.js';
import { rejectLines, rejectTable } from './reject-table.js';
import { inReportFolder, writeTable } from './report-folder.js';
import { resultTable } from './result-table.js';
import { type Summary, summarize } from './summary.js';
import { wantedFacesTable } from './wanted-faces-table.js';
import { type Fill, writeWhole } from './whole-file.js';
import { PAGE_NAME, writePage } from './write-page.js';

/** Where the files of a report are. */
export interface ReportFiles {
  readonly results: string;
  /** None where no record needs a human; two where exports of both kinds are in the checkpoint. */
  readonly rejects: readonly string[];
  /** Absent where nobody waits for a face. */
  readonly facesWanted?: string;
  /** Only over several parts, where people in different ones have one picture. */
  readonly facesAcross?: string;
  readonly summary: string;
  /** For people to look at. */
  readonly page: string;
}

const NAMES = [
  'results.csv',
  'rejects.csv',
  'rejects.ndjson',
  'faces-wanted.csv',
  'faces-across-parts.csv',
  'summary.json',
  PAGE_NAME,
];

/**
 * Writes the report files of a checkpoint into `folder`, which is made for its owner alone where it is missing. Memory stays flat
 * however many items there are. If the process dies on the way, each file is a whole one of this report or of the former one;
 * `summary.json` is the last to change.
 * @throws MigrateError `report_unwritable`, or what reading the checkpoint throws
 */
export async function writeReport(checkpoint: Checkpoint, folder: string, context: PageContext): Promise<ReportFiles> {
  const summary = summarize(checkpoint, context);
  return inReportFolder(folder, NAMES, () => writeFiles(checkpoint.report, checkpoint, folder, summary, context));
}

/**
 * Writes `report.html` alone, as things stand.
 * @throws MigrateError as `writeReport`
 */
export async function writePageAlone(checkpoint: Checkpoint, folder: string, context: PageContext): Promise<void> {
  await inReportFolder(folder, [PAGE_NAME], () => writePage(checkpoint, summarize(checkpoint, context), folder, context));
}

/**
 * `writeReport` over the parts of a migration as one; `summary` is theirs together. Also looks for pictures that people in different parts
 * have, which no part can see.
 */
export async function writeJoinedReport(
  parts: readonly [Checkpoint, ...Checkpoint[]],
  folder: string,
  summary: Summary,
  redact: boolean,
): Promise<ReportFiles> {
  return inReportFolder(folder, NAMES, async () => {
    const across = await writeFacesAcross(parts, folder);
    const rows = joinedRows(parts.map(({ report }) => report));
    const context = { generatedAt: new Date(summary.generated_at), redact };
    const files = await writeFiles(rows, joinedSource(parts), folder, summary, context);
    return { ...files, ...(across !== undefined && { facesAcross: across }) };
  });
}

async function writeFiles(
  report: ReportRows,
  source: PageSource,
  folder: string,
  summary: Summary,
  context: PageContext,
): Promise<ReportFiles> {
  const results = await writeTable(folder, 'results.csv', resultTable(report.results()));

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
  const facesWanted = await writeFacesWanted(report, folder, summary);

  const page = await writePage(source, summary, folder, context);

  const file = join(folder, 'summary.json');
  await writeWhole(file, (sink) => pipeline([`${JSON.stringify(summary, null, 2)}\n`], sink));
  return { results, rejects, ...(facesWanted !== undefined && { facesWanted }), summary: file, page };
}

/** Returns where it is; where nobody waits for a face, a former file goes. */
async function writeFacesWanted(
  report: ReportRows,
  folder: string,
  { faces: { by_state } }: Summary,
): Promise<string | undefined> {
  if (by_state.total > by_state.uploaded) return writeTable(folder, 'faces-wanted.csv', wantedFacesTable(report.wantedFaces()));
  await rm(join(folder, 'faces-wanted.csv'), { force: true });
  return undefined;
}

/** Returns where it is; where there is none, a former file goes. */
async function writeFacesAcross(parts: readonly Checkpoint[], folder: string): Promise<string | undefined> {
  const [header, ...first] = take(facesAcrossTable(facesAcross(parts)), 2);
  if (header && first.length > 0) return writeTable(folder, 'faces-across-parts.csv', facesAcrossTable(facesAcross(parts)));
  await rm(join(folder, 'faces-across-parts.csv'), { force: true });
  return undefined;
}

function take<T>(rows: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const row of rows) if (taken.push(row) === count) break;
  return taken;
}
