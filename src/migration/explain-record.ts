import { basename } from 'node:path';
import { type Checkpoint, personRecords } from '../checkpoint/index.js';
import { MigrateError, type Problem } from '../errors.js';
import { type FaceSource, firstFace } from '../faces/index.js';
import type { Explanation, Mapping } from '../mapping/index.js';
import { type FaceReference, type ReadRecord, userKey } from '../model.js';
import { openExport, type ReadOptions, type Source } from '../read/index.js';
import { doubledColumns, withoutContradiction } from './doubled-columns.js';
import { type LookupFile, openLookups } from './open-lookups.js';
import { type Standing, type WhatBecomes, whatBecomes, whyWon } from './why-won.js';

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
  /** What they come to together; undefined where there are none, or none that is not skipped. */
  readonly becomes: WhatBecomes | undefined;
}

interface ExplainOptions extends Omit<ReadOptions, 'recordPaths'> {
  /** The plan of the same exports. */
  readonly checkpoint: Checkpoint;
  readonly exports: readonly Source[];
  readonly mapping: Mapping;
  readonly lookups: readonly LookupFile[];
  /** Undefined where nobody is to look for faces. */
  readonly faces: FaceSource | undefined;
}

/**
 * Follows one record through the mapping and the choice between the records of its person.
 * @throws MigrateError `record_missing`, `record_unclear`
 */
export async function explainRecord(place: RecordPlace, options: ExplainOptions): Promise<ExplainedRecord> {
  const { exports, checkpoint, faces, maxRecordBytes } = options;
  const source = sourceOf(place, exports);
  const record = await find(place, source, options);
  const about = { file: source.name, record: record.number, line: record.line };
  if ('problems' in record)
    return { ...about, unreadable: record.problems, explanation: undefined, faces: [], person: [], becomes: undefined };

  const lookups = await openLookups(options.mapping, options.lookups, maxRecordBytes);
  try {
    const explanation = lookups.mapping.explain(record);
    const { vendorData } = explanation.mapped;
    const person = vendorData === undefined ? [] : personRecords(checkpoint.database, userKey(vendorData));
    const found = await lookFor(explanation, faces);
    return { ...about, unreadable: [], explanation, faces: found, person: whyWon(person), becomes: whatBecomes(person) };
  } finally {
    lookups.close();
  }
}

function sourceOf({ file }: RecordPlace, exports: readonly Source[]): Source {
  const [only, ...others] = file === undefined ? exports : exports.filter(({ name }) => name === file || basename(name) === file);
  if (only !== undefined && others.length === 0) return only;
  throw new MigrateError('record_unclear', { files: exports.map(({ name }) => basename(name)).join(', ') });
}

async function find({ by, at }: RecordPlace, source: Source, options: ExplainOptions): Promise<ReadRecord> {
  const opened = await openExport(source, { ...options, recordPaths: options.mapping.recordPaths });
  for await (const batch of opened.batches()) {
    const record = batch.find((candidate) => candidate[by] === at);
    if (record) return withoutContradiction(record, doubledColumns(opened.columns ?? [], options.mapping));
  }
  throw new MigrateError('record_missing', { file: source.name, where: `${by} ${at}` });
}

async function lookFor({ faces }: Explanation, source: FaceSource | undefined): Promise<ExplainedFace[]> {
  return Promise.all(
    faces.map(async ({ template, references }) => ({
      template,
      names: await Promise.all(
        references.map(async (reference) => ({
          name: nameOf(reference),
          ...(source && (await firstFace([reference], source, async ({ name }) => ({ found: name ?? '(in the record)' })))),
        })),
      ),
    })),
  );
}

function nameOf(face: FaceReference): string {
  if (face.kind === 'file') return face.path;
  return face.kind === 'link' ? face.url : '(in the record)';
}
