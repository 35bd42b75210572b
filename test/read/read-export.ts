import type { ReadRecord } from '../../src/model.js';
import type { ReadOptions } from '../../src/read/export-file.js';
import { type OpenExport, openExport } from '../../src/read/open-export.js';
import type { Source } from '../../src/read/source.js';

export const OPTIONS: ReadOptions = { recordPaths: ['items', '$'], maxRecordBytes: 1_000_000 };

export interface Read {
  /** Of the batches. */
  readonly sizes: number[];
  readonly records: ReadRecord[];
  /** What ended the reading, if it did not reach the end. */
  readonly error?: unknown;
  readonly open?: OpenExport;
}

/** Everything that an export gives. */
export async function readExport(from: string | Source, options: Partial<ReadOptions> = {}): Promise<Read> {
  const sizes: number[] = [];
  const records: ReadRecord[] = [];
  try {
    const open = await openExport(from, { ...OPTIONS, ...options });
    for await (const batch of open.batches()) {
      sizes.push(batch.length);
      records.push(...batch);
    }
    return { sizes, records, open };
  } catch (error) {
    return { sizes, records, error };
  }
}

/** The records without their places. */
export function fieldsOf({ records }: Read): ReadRecord['fields'][] {
  return records.map(({ fields }) => fields);
}

/** The codes of each record's problems: "3 text_damaged". */
export function problemsOf({ records }: Read): string[] {
  return records.flatMap((record) => ('problems' in record ? record.problems.map(({ code }) => `${record.number} ${code}`) : []));
}
