import type { Json } from '../model.js';
import { parseExact } from './json-exact.js';
import type { Sample } from './peek.js';
import { isObject } from './record-reader.js';

export type Format = 'csv' | 'json' | 'ndjson';

type Detection = { readonly format: Format } | { readonly unknown: string };

/**
 * The format of an export by its beginning, without byte order mark. The name only decides between JSON and NDJSON, where the first
 * line is too long or too damaged to tell. `recordPaths`: see JsonReading.
 */
export function detectFormat(sample: Sample, name: string, recordPaths: readonly string[]): Detection {
  const { bytes } = sample;
  if (bytes.length === 0) return { unknown: 'it is empty' };
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
