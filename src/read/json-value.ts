import type { Json } from '../model.js';
import { parseExact } from './json-exact.js';
import { tooLarge, type Unnumbered, unreadable } from './record-reader.js';
import { repeatedKey } from './repeated-key.js';

/** The JSON value that the bytes of a record hold, with the key that makes it ambiguous; or the record that cannot be read. */
export type Parsed = { readonly value: Json; readonly repeated: string | undefined } | { readonly unreadable: Unnumbered };

/** @param bytes absent for a record over the limit */
export function jsonValue(bytes: Buffer | undefined, maxRecordBytes: number): Parsed {
  if (bytes === undefined) return { unreadable: tooLarge(maxRecordBytes) };
  try {
    const value = parseExact(bytes.toString());
    return { value, repeated: repeatedKey(bytes, value) };
  } catch {
    // Whatever the parser says quotes the text, which may hold a person's data; the place of the record says enough.
    return { unreadable: unreadable({ code: 'json_malformed', detail: { bytes: bytes.length } }) };
  }
}
