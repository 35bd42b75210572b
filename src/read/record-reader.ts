import type { Problem } from '../errors.js';
import { isJsonObject, type Json, type JsonObject, type ReadRecord } from '../model.js';

/** Turns the bytes of one export, chunk by chunk, into records. Chunks may end anywhere, also inside a character. */
export interface RecordReader {
  /** Where the first record was found: dotted keys, or `$` for the document itself; absent where a format has no such places. */
  readonly recordsAt?: string | undefined;
  /** The records that this chunk completes. Throws MigrateError `export_broken` after the last one that could be read. */
  write(chunk: Buffer): Iterable<ReadRecord>;
  /** What the end of the export completes. */
  end(): Iterable<ReadRecord>;
  /** Has to follow the end or the last chunk that is read. */
  close?(): void;
}

/** Before it has a number. */
export type Unnumbered = {
  readonly fields: JsonObject;
  readonly problems?: readonly Problem[];
  readonly whose?: JsonObject;
};

/** No export needs as much, and what walks through a record later may do so without fear for its stack. */
const MAX_LEVELS = 200;
/** A longer key is rather a text of its own, and is not repeated. */
const KEY_SHOWN = 40;

/**
 * A JSON value as the record that it is, or as an unreadable one.
 * @param repeated a key that it holds twice. Then nothing of it goes on as the record's fields: as a row of rejects that nobody has
 * mended it would come back as a sound record.
 */
export function recordOf(value: Json, repeated?: string): Unnumbered {
  if (!isJsonObject(value)) return unreadable({ code: 'record_not_object' });
  if (isDeeper(value, MAX_LEVELS)) return unreadable({ code: 'record_too_deep', detail: { limit: MAX_LEVELS } });
  return repeated === undefined ? { fields: value } : { ...unreadable(keyRepeated(repeated)), whose: value };
}

export function keyRepeated(key: string): Problem {
  return { code: 'key_repeated', detail: { key: key.length > KEY_SHOWN ? 'a long one' : key } };
}

export function unreadable(problem: Problem, fields: JsonObject = {}): Unnumbered {
  return { problems: [problem], fields };
}

export function tooLarge(maxRecordBytes: number): Unnumbered {
  return unreadable({ code: 'record_too_large', detail: { limit: maxRecordBytes } });
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((element) => isDeeper(element, levels - 1));
  // Without making a list of the values: this runs over every value of every record.
  for (const key in value) if (isDeeper(value[key] ?? null, levels - 1)) return true;
  return false;
}
