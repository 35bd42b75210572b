import { MigrateError } from '../errors.js';
import { isJsonObject, type ReadRecord } from '../model.js';
import { isReject } from './fed-back.js';
import type { JsonReading } from './json.js';
import { jsonValue } from './json-value.js';
import { LostPages, PAGE_AMBIGUOUS, PAGE_LOST, placesInside, recordsIn } from './record-places.js';
import { type RecordReader, recordOf, type Unnumbered } from './record-reader.js';
import { type RawRecord, RecordSplitter } from './record-splitter.js';

const LINE_FEED = 0x0a;
const SPACE = 0x20;
/** A byte order mark stands where a line was the first of a file of its own. */
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/**
 * Reads the records of each line: an object that is a record or holds records at one of the record paths (see `recordsIn`), or a list
 * of such. Blank lines are passed over. A bad line is a bad record and costs no other.
 *
 * @throws MigrateError `export_broken` where lines hold lists of records and one of the lines is bad or holds a key twice
 */
export class NdjsonReader implements RecordReader {
  readonly #reading: JsonReading;
  readonly #places: readonly string[];
  readonly #splitter: RecordSplitter;
  readonly #lostPages = new LostPages();
  #number = 0;
  #recordsAt: string | undefined;

  constructor(reading: JsonReading) {
    this.#reading = reading;
    this.#places = placesInside(reading.recordPaths);
    this.#splitter = new RecordSplitter({ newline: LINE_FEED, maxRecordBytes: reading.maxRecordBytes });
  }

  get recordsAt(): string | undefined {
    return this.#recordsAt;
  }

  *write(chunk: Buffer): Generator<ReadRecord> {
    for (const raw of this.#splitter.write(chunk)) yield* this.#read(raw);
  }

  *end(): Generator<ReadRecord> {
    for (const raw of this.#splitter.end()) yield* this.#read(raw);
  }

  *#read({ line, bytes }: RawRecord): Generator<ReadRecord> {
    const text = bytes === undefined ? undefined : withoutMark(bytes);
    if (text !== undefined && isBlank(text)) return;
    const parsed = jsonValue(text, this.#reading.maxRecordBytes);
    if ('unreadable' in parsed) {
      this.#check('unreadable', line);
      yield this.#numbered(line, parsed.unreadable);
      return;
    }
    const { value: whole, repeated } = parsed;
    if (Array.isArray(whole)) this.#check('page', line, repeated);
    for (const document of Array.isArray(whole) ? whole : [whole]) {
      // A reject is the record itself, whatever is inside.
      const { at, values, isPage } = recordsIn(document, isJsonObject(document) && isReject(document) ? [] : this.#places);
      this.#check(isPage ? 'page' : 'record', line, repeated);
      this.#recordsAt ??= at;
      for (const value of values) yield this.#numbered(line, recordOf(value, repeated));
    }
  }

  #check(met: 'page' | 'record' | 'unreadable', line: number, repeated?: string): void {
    const broken = (reason: string) => {
      const { file } = this.#reading;
      return new MigrateError('export_broken', { file, where: `line ${line}`, reason, records: this.#number });
    };
    if (met === 'page' && repeated !== undefined) throw broken(PAGE_AMBIGUOUS);
    if (!this.#lostPages.allows(met)) throw broken(PAGE_LOST);
  }

  #numbered(line: number, record: Unnumbered): ReadRecord {
    this.#number += 1;
    return { number: this.#number, line, ...record };
  }
}

function withoutMark(bytes: Buffer): Buffer {
  const { length } = BYTE_ORDER_MARK;
  return bytes.subarray(0, length).equals(BYTE_ORDER_MARK) ? bytes.subarray(length) : bytes;
}

function isBlank(bytes: Buffer): boolean {
  return (bytes[0] ?? 0) <= SPACE && bytes.toString().trim() === '';
}
