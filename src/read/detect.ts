import { isJsonObject, type Json } from '../model.js';
import { isFormLine } from './form.js';
import { parseExact } from './json-exact.js';
import type { Sample } from './peek.js';
import { holdsList, placesInside } from './record-places.js';

export const FORMATS = ['csv', 'json', 'ndjson', 'form'] as const;
export type Format = (typeof FORMATS)[number];

type Detection = { readonly format: Format } | { readonly unknown: string };

/** Blank lines may stand between the first two. */
const LINES_COMPARED = 100;

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
  if (/^[[{]/.test(text)) return { format: isNdjson(text, name, recordPaths) ? 'ndjson' : 'json' };
  const [firstLine = ''] = text.split(/[\r\n]/, 1);
  return { format: isFormLine(firstLine) ? 'form' : 'csv' };
}

/**
 * NDJSON has a whole object in its first line and does not begin a longer one in its second. Objects that hold a list of records are
 * pages, which are better read as JSON documents that follow one another: there a bad record costs no other of its page.
 */
function isNdjson(text: string, name: string, recordPaths: readonly string[]): boolean {
  const [first = '', second] = text.split('\n', LINES_COMPARED).filter((line) => line.trim() !== '');
  const value = lineValue(first);
  if (value === undefined) return /^\{\s*\S/.test(first) && /\.(ndjson|jsonl)$/i.test(name);
  // A bracket alone begins a document that is written over several lines.
  if (second !== undefined && /^\s*[[{]\s*$/.test(second)) return false;
  // Without record paths a single line is a document in which the records are looked for.
  if (second === undefined && recordPaths.length === 0) return false;
  return isJsonObject(value) && !holdsList(value, placesInside(recordPaths));
}

function lineValue(line: string): Json | undefined {
  try {
    return parseExact(line);
  } catch {
    return undefined;
  }
}
