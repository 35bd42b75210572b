import type { Json, JsonObject, ReadRecord } from '../model.js';

/** Turns the bytes of one export, chunk by chunk, into records. Chunks may end anywhere, also inside a character. */
export interface RecordReader {
  /** The records that this chunk completes. Throws MigrateError `export_broken` after the last one that could be read. */
  write(chunk: Buffer): Iterable<ReadRecord>;
  /** What the end of the export completes. */
  end(): Iterable<ReadRecord>;
}

/** A JSON value as the record that it is, or as an unreadable one. */
export function recordOf(value: Json, place: { number: number; line?: number }): ReadRecord {
  return isObject(value) ? { ...place, fields: value } : { ...place, problems: [{ code: 'record_not_object' }], fields: {} };
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
