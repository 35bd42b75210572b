import type { Json } from '../model.js';
import { parseExact } from './json-exact.js';
import { isObject } from './record-reader.js';

export type Format = 'csv' | 'json' | 'ndjson';

/** The beginning of a file. */
export interface Sample {
  readonly bytes: Buffer;
  /** Whether this is all of the file. */
  readonly whole: boolean;
}

type Detection = { readonly format: Format } | { readonly unknown: string };

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const SAVE_THE_SHEET = 'it is an Excel workbook; save the sheet as CSV (UTF-8)';

/** Beginnings that files of other kinds have in common. */
const SIGNATURES: readonly { readonly bytes: Buffer; readonly reason: string }[] = [
  { bytes: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), reason: SAVE_THE_SHEET },
  { bytes: Buffer.from('PK\x03\x04'), reason: 'it is a zip archive; unpack it first' },
  { bytes: Buffer.from([0x1f, 0x8b]), reason: 'it is compressed with gzip; unpack it first' },
  { bytes: Buffer.from([0xff, 0xfe]), reason: 'it is UTF-16; save it as UTF-8' },
  { bytes: Buffer.from([0xfe, 0xff]), reason: 'it is UTF-16; save it as UTF-8' },
  { bytes: Buffer.from('%PDF'), reason: 'it is a PDF' },
];

/** How many bytes of UTF-8 byte order mark a file begins with: 3 or 0. */
export function byteOrderMarkLength(bytes: Buffer): number {
  return startsWith(bytes, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
}

/**
 * The format of an export by its beginning, without byte order mark. The name only decides between JSON and NDJSON, where the first
 * line is too long or too damaged to tell. `recordPaths`: see JsonReading.
 */
export function detectFormat(sample: Sample, name: string, recordPaths: readonly string[]): Detection {
  const { bytes } = sample;
  if (bytes.length === 0) return { unknown: 'it is empty' };
  // Every Office file is a zip archive with this member near its beginning.
  if (startsWith(bytes, Buffer.from('PK')) && bytes.includes('xl/')) return { unknown: SAVE_THE_SHEET };
  const signature = SIGNATURES.find((known) => startsWith(bytes, known.bytes));
  if (signature !== undefined) return { unknown: signature.reason };
  if (bytes.includes(0)) return { unknown: 'it holds binary data' };
  const text = bytes.toString().trimStart();
  if (text === '') return { unknown: sample.whole ? 'it is empty' : 'it begins with nothing but white space' };
  if (text.startsWith('<')) return { unknown: 'it is XML or a web page' };
  if (text.startsWith('[')) return { format: 'json' };
  if (text.startsWith('{')) return { format: isNdjson(text, name, recordPaths) ? 'ndjson' : 'json' };
  return { format: 'csv' };
}

/** NDJSON begins with a line that is a whole object, unless that object is the wrapper of a list of records. */
function isNdjson(text: string, name: string, recordPaths: readonly string[]): boolean {
  const [line = ''] = text.split('\n', 1);
  try {
    const first = parseExact(line);
    return !recordPaths.some((path) => Array.isArray(valueAt(first, path)));
  } catch {
    return /\.(ndjson|jsonl)$/i.test(name);
  }
}

function valueAt(value: Json, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((at, key) => (at !== undefined && isObject(at) ? at[key] : undefined), value);
}

function startsWith(bytes: Buffer, beginning: Buffer): boolean {
  return bytes.subarray(0, beginning.length).equals(beginning);
}
