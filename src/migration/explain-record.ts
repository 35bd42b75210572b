import { basename } from 'node:path';
import type { Archive } from '../archive.js';
import { type Checkpoint, personRecords } from '../checkpoint/index.js';
import { type Problem, MigrateError } from '../errors.js';
import { locateFace } from '../faces/index.js';
import type { Explanation, Mapping } from '../mapping/index.js';
import { type ReadRecord, userKey } from '../model.js';
import { openExport } from '../read/index.js';
import { type Standing, whyWon } from './why-won.js';

/** Which record: its number or the line on which it begins, and the export where there are several. */
export interface RecordPlace {
  readonly file?: string | undefined;
  readonly by: 'number' | 'line';
  readonly at: number;
}

export interface ExplainedFace {
  readonly template: string;
  /** The names that the template gives, each with the file that was found or what stands in the way; neither where nobody looked. */
  readonly names: readonly { readonly name: string; readonly found?: string; readonly problem?: Problem }[];
}

/** One record on its way through the mapping. It holds the person's own data. */
export interface ExplainedRecord {
  readonly file: string;
  readonly record: number;
  readonly line: number | undefined;
  /** Of a record that could not be read: then there is no explanation. */
  readonly unreadable: readonly Problem[];
  readonly explanation: Explanation | undefined;
  readonly faces: readonly ExplainedFace[];
  /** All records of the same person; empty where no id could be read. */
  readonly person: readonly Standing[];
}

/**
 * Follows one record through the mapping and the choice between the records of its person.
 * @param checkpoint the plan of the same exports
 * @throws MigrateError `record_missing`, `record_unclear`
 */
export async function explainRecord(
  place: RecordPlace,
  files: readonly string[],
  checkpoint: Checkpoint,
  { mapping, archive, maxRecordBytes }: { mapping: Mapping; archive: Archive | undefined; maxRecordBytes: number },
): Promise<ExplainedRecord> {
  const file = fileOf(place, files);
  const record = await find(place, file, mapping, maxRecordBytes);
  const about = { file, record: record.number, line: record.line };
  if ('problems' in record) return { ...about, unreadable: record.problems, explanation: undefined, faces: [], person: [] };
  const explanation = mapping.explain(record);
  const { vendorData } = explanation.mapped;
  const person = vendorData === undefined ? [] : personRecords(checkpoint.database, userKey(vendorData));
  return { ...about, unreadable: [], explanation, faces: await lookFor(explanation, archive), person: whyWon(person) };
}

function fileOf({ file: named }: RecordPlace, files: readonly string[]): string {
  const [only, ...others] = named === undefined ? files : files.filter((file) => file === named || basename(file) === named);
  if (only === undefined || others.length > 0) throw new MigrateError('record_unclear', { files: files.map((file) => basename(file)).join(', ') });
  return only;
}

async function find({ by, at }: RecordPlace, file: string, { recordPaths }: Mapping, maxRecordBytes: number): Promise<ReadRecord> {
  const source = await openExport(file, { recordPaths, maxRecordBytes });
  for await (const batch of source.batches()) {
    const record = batch.find((candidate) => candidate[by] === at);
    if (record) return record;
  }
  throw new MigrateError('record_missing', { file, where: `${by} ${at}` });
}

async function lookFor({ faces }: Explanation, archive: Archive | undefined): Promise<ExplainedFace[]> {
  return Promise.all(
    faces.map(async ({ template, references }) => ({
      template,
      names: await Promise.all(
        references.map(async (reference) => ({ name: reference.path, ...(archive && (await locateFace([reference], archive))) })),
      ),
    })),
  );
}
