import type { Json, ReadRecord } from '../model.js';
import { parseExact } from './json-exact.js';
import { type RecordReader, recordOf } from './record-reader.js';
import { type RawRecord, RecordSplitter } from './record-splitter.js';

const LINE_FEED = 0x0a;

/** Reads one JSON object from each line; blank lines are passed over. A bad line is a bad record and costs no other. */
export class NdjsonReader implements RecordReader {
  readonly #maxRecordBytes: number;
  readonly #splitter: RecordSplitter;
  #number = 0;

  constructor(maxRecordBytes: number) {
    this.#maxRecordBytes = maxRecordBytes;
    this.#splitter = new RecordSplitter({ newline: LINE_FEED, maxRecordBytes });
  }

  *write(chunk: Buffer): Generator<ReadRecord> {
    for (const raw of this.#splitter.write(chunk)) yield* this.#read(raw);
  }

  *end(): Generator<ReadRecord> {
    for (const raw of this.#splitter.end()) yield* this.#read(raw);
  }

  *#read({ line, bytes }: RawRecord): Generator<ReadRecord> {
    const text = bytes?.toString();
    if (text?.trim() === '') return;
    this.#number += 1;
    const place = { number: this.#number, line };
    if (text === undefined) {
      yield { ...place, problems: [{ code: 'record_too_large', detail: { limit: this.#maxRecordBytes } }], fields: {} };
      return;
    }
    const value = parsed(text);
    yield value === undefined ? { ...place, problems: [{ code: 'json_malformed' }], fields: {} } : recordOf(value, place);
  }
}

function parsed(text: string): Json | undefined {
  try {
    return parseExact(text);
  } catch {
    // Whatever the parser says quotes the line, which may hold a person's data; the line number says enough.
    return undefined;
  }
}
