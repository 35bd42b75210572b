import type { Json, JsonObject, ReadRecord } from '../model.js';
import { type RecordReader, tooLarge, type Unnumbered, unreadable } from './record-reader.js';
import { type RawRecord, RecordSplitter } from './record-splitter.js';

const LINE_FEED = 0x0a;

/** A line of two or more `key=value`, without anything that such a line would have to encode. */
export function isFormLine(line: string): boolean {
  const pairs = line.split('&');
  return pairs.length > 1 && !/[\s"<>{}]/.test(line) && pairs.every((pair) => pair.indexOf('=') > 0);
}

/** Reads one record from each form-urlencoded line, as callbacks of web services were kept; blank lines are passed over. */
export class FormReader implements RecordReader {
  readonly #maxRecordBytes: number;
  readonly #splitter: RecordSplitter;
  #number = 0;

  constructor(maxRecordBytes: number) {
    this.#maxRecordBytes = maxRecordBytes;
    this.#splitter = new RecordSplitter({ newline: LINE_FEED, maxRecordBytes });
  }

  *write(chunk: Buffer): Generator<ReadRecord> {
    for (const raw of this.#splitter.write(chunk)) yield this.#read(raw);
  }

  *end(): Generator<ReadRecord> {
    for (const raw of this.#splitter.end()) yield this.#read(raw);
  }

  #read({ line, bytes }: RawRecord): ReadRecord {
    this.#number += 1;
    const record = bytes === undefined ? tooLarge(this.#maxRecordBytes) : formRecord(bytes.toString());
    return { number: this.#number, line, ...record };
  }
}

/** A key that is there several times has a list of its values. */
function formRecord(line: string): Unnumbered {
  const fields = new Map<string, Json>();
  try {
    for (const pair of line.split('&').filter((part) => part !== '')) {
      const [key = '', ...value] = pair.split('=');
      const name = decoded(key);
      const before = fields.get(name);
      const text = decoded(value.join('='));
      fields.set(name, before === undefined ? text : [before, text].flat());
    }
  } catch (error) {
    if (error instanceof URIError) return unreadable({ code: 'form_malformed' });
    throw error;
  }
  // From entries, so that a key such as __proto__ is a key.
  const record: JsonObject = Object.fromEntries(fields);
  return { fields: record };
}

/** @throws URIError for a percent sign that begins no character */
function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
