/** Reads exports, or their beginnings, and counts what is in them. */

import { MigrateError } from '../errors.js';
import { type Mapping, placesToTry } from '../mapping/index.js';
import type { ReadRecord } from '../model.js';
import { openExport, type ReadOptions, type Source } from '../read/index.js';
import { type CountOptions, RecordCount } from './record-count.js';
import type { ExportFacts, Survey } from './survey.js';

/** What is read ahead is little beside so much, in bytes: then the records so far tell how many there are. */
const ENOUGH_TO_ESTIMATE = 3_000_000;

export interface SurveyOptions extends CountOptions, Omit<ReadOptions, 'recordPaths'> {
  /** How many records are looked at, over all exports. */
  readonly sample: number | 'all';
}

/** @throws MigrateError where an export cannot be opened, `disk_full`; an export that breaks off is surveyed as far as it goes */
export async function surveyExports(sources: readonly Source[], options: SurveyOptions): Promise<Survey> {
  const count = new RecordCount(options);
  const exports: ExportFacts[] = [];
  const share = options.sample === 'all' ? Number.POSITIVE_INFINITY : Math.ceil(options.sample / sources.length);
  try {
    for (const source of sources) exports.push(await surveyOne(source, share, count, options));
    return count.survey(exports);
  } catch (error) {
    count.close();
    throw error;
  }
}

async function surveyOne(
  source: Source,
  most: number,
  count: RecordCount,
  { mappings, maxRecordBytes, encoding, delimiter }: SurveyOptions,
): Promise<ExportFacts> {
  const reading = { maxRecordBytes, encoding, delimiter };
  const open = await openExport(source, { recordPaths: await recordPathsFor(source, mappings, reading), ...reading });
  count.addColumns(open.columns ?? []);
  let looked = 0;
  let met = 0;
  const facts = () => {
    const { file, format, delimiter, recordsAt } = open;
    return { file, format, delimiter, recordsAt, reading: open.reading(), looked };
  };
  try {
    for await (const batch of open.batches()) {
      const wanted = batch.slice(0, most - looked);
      for (const record of wanted) count.add(record);
      looked += wanted.length;
      met += batch.length;
      const { bytes } = open.reading();
      if (met === looked || (source.bytes !== undefined && bytes < ENOUGH_TO_ESTIMATE)) continue;
      return { ...facts(), records: estimate(met, bytes, source.bytes), counted: false, whole: false };
    }
    return { ...facts(), records: met, counted: true, whole: met === looked };
  } catch (error) {
    if (!(error instanceof MigrateError) || error.code !== 'export_broken') throw error;
    return { ...facts(), records: undefined, counted: false, whole: false, broken: error };
  }
}

/** As many as there are if the rest of the file is like its beginning, to two figures. */
function estimate(records: number, taken: number, bytes: number | undefined): number | undefined {
  return bytes === undefined || taken === 0 ? undefined : Number(((records * bytes) / taken).toPrecision(2));
}

/**
 * Where a mapping that fits looks for the records; without one, nowhere in particular: then the list is found by what it holds. A
 * named list is looked for before the document itself is taken for the record, whichever mapping says so.
 */
async function recordPathsFor(
  source: Source,
  mappings: readonly Mapping[],
  reading: Omit<ReadOptions, 'recordPaths'>,
): Promise<string[]> {
  let best: { readonly recordPaths: string[]; readonly share: number } = { recordPaths: [], share: 0 };
  for (const recordPaths of placesToTry(mappings)) {
    try {
      const open = await openExport(source, { recordPaths, ...reading });
      for await (const batch of open.batches()) {
        const share = shareThatFits(batch, mappings);
        if (share > best.share) best = { recordPaths, share };
        break;
      }
    } catch (error) {
      // Whatever it is shows again when the export is read.
      if (!(error instanceof MigrateError)) throw error;
      break;
    }
  }
  return best.recordPaths;
}

/** Of the records that can be read, how many the mapping takes that fits best: from 0 to 1. */
function shareThatFits(batch: readonly ReadRecord[], mappings: readonly Mapping[]): number {
  const readable = batch.filter((record) => !('problems' in record));
  const fitting = mappings.map((mapping) => readable.filter((record) => mapping.fits(record)).length);
  return readable.length === 0 ? 0 : Math.max(0, ...fitting) / readable.length;
}
