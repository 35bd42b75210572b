import type { Problem } from '../errors.js';
import type { Json } from '../model.js';
import { parseExact } from './json-exact.js';
import { readable } from './record-reader.js';

/** The JSON value that the bytes of a record hold, or why there is none. */
export function jsonValue(bytes: Buffer | undefined, maxRecordBytes: number): { value: Json } | { problem: Problem } {
  const text = readable(bytes, maxRecordBytes);
  if ('problem' in text) return text;
  try {
    return { value: parseExact(text.bytes.toString()) };
  } catch {
    // Whatever the parser says quotes the text, which may hold a person's data; the place of the record says enough.
    return { problem: { code: 'json_malformed', detail: { bytes: text.bytes.length } } };
  }
}
