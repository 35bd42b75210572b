import type { ReadRecord } from '../../src/model.js';
import { CsvReader } from '../../src/read/csv.js';
import { readHeader } from '../../src/read/csv-header.js';
import { JsonReader, type JsonReading } from '../../src/read/json.js';
import type { RecordReader } from '../../src/read/record-reader.js';

export const ROOMY = 1_000_000;

/** Everything that a reader makes of a text, and the error that ended it, if one did. */
export function readAll(
  reader: RecordReader,
  text: string | Buffer,
  chunkBytes = ROOMY,
): { records: ReadRecord[]; error?: unknown } {
  const records: ReadRecord[] = [];
  try {
    for (const chunk of chunksOf(Buffer.from(text), chunkBytes)) for (const record of reader.write(chunk)) records.push(record);
    for (const record of reader.end()) records.push(record);
  } catch (error) {
    return { records, error };
  }
  return { records };
}

function* chunksOf(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function readCsv(text: string | Buffer, chunkBytes = ROOMY, maxRecordBytes = ROOMY): ReadRecord[] {
  const bytes = Buffer.from(text);
  const header = readHeader('export.csv', { bytes, whole: true });
  const { records, error } = readAll(new CsvReader(header, maxRecordBytes), bytes, chunkBytes);
  if (error !== undefined) throw error;
  return records;
}

export function readJson(text: string | Buffer, reading: Partial<JsonReading> = {}, chunkBytes = ROOMY) {
  const reader = new JsonReader({ file: 'export.json', recordPaths: ['$'], maxRecordBytes: ROOMY, ...reading });
  return readAll(reader, text, chunkBytes);
}
