import { MigrateError } from '../errors.js';
import type { ReadRecord } from '../model.js';
import { Excerpt } from './excerpt.js';
import { HeldRecords } from './held-records.js';
import { placeOfIncluded, referencesOf } from './json-api.js';
import { documentPlace, type Place } from './json-places.js';
import { jsonValue, type Parsed } from './json-value.js';
import { BrokenJson, type JsonEvent, JsonWalker } from './json-walker.js';
import {
  type Found,
  ITSELF,
  LostPages,
  PAGE_AMBIGUOUS,
  PAGE_LOST,
  placesInside,
  recordInside,
  recordsIn,
} from './record-places.js';
import { type RecordReader, recordOf, type Unnumbered } from './record-reader.js';

export interface JsonReading {
  /** The export's name, for errors. */
  readonly file: string;
  /** Where the records may be, best first: dotted keys, or `$` for the document itself. Without any: the first list of objects. */
  readonly recordPaths: readonly string[];
  /** A larger record is not read. */
  readonly maxRecordBytes: number;
}

const [OPEN_BRACE, OPEN_BRACKET] = [0x7b, 0x5b];

/**
 * Reads the records of JSON documents that follow one another, such as the pages of an API: of each those of the list at the first
 * record path that holds one. Of the rest nothing is kept, except that a document without such a list may be a record or the
 * envelope of one (see `recordsIn`). A bad record in a list costs no other, unless its brackets or quotes do not match.
 *
 * @throws MigrateError `export_broken` where a document breaks off or breaks JSON's rules, `records_missing` without records,
 * `disk_full`
 */
export class JsonReader implements RecordReader {
  readonly #reading: JsonReading;
  readonly #places: readonly string[];
  readonly #walker: JsonWalker;
  /** A document without a list so far. */
  readonly #document: Excerpt;
  readonly #lostPages = new LostPages();
  #held = new HeldRecords();
  /** The list of this document from which the records are read. */
  #chosen: { readonly path: string; readonly rank: number } | undefined;
  #number = 0;
  #recordsAt: string | undefined;

  constructor(reading: JsonReading) {
    this.#reading = reading;
    this.#places = placesInside(reading.recordPaths);
    this.#walker = new JsonWalker(documentPlace(reading.recordPaths), reading.maxRecordBytes);
    this.#document = new Excerpt(reading.maxRecordBytes);
  }

  get recordsAt(): string | undefined {
    return this.#recordsAt;
  }

  *write(chunk: Buffer): Generator<ReadRecord> {
    this.#document.next(chunk);
    try {
      for (const event of this.#walker.write(chunk)) yield* this.#meet(event);
    } catch (error) {
      yield* this.#release();
      throw this.#explained(error);
    }
  }

  *end(): Generator<ReadRecord> {
    try {
      this.#walker.end();
    } catch (error) {
      yield* this.#release();
      throw this.#explained(error);
    }
  }

  close(): void {
    this.#held.close();
  }

  *#meet(event: JsonEvent): Generator<ReadRecord> {
    if (event.kind === 'object document') this.#document.begin(event.offset);
    else if (event.kind === 'list') this.#meetList(event.place);
    else if (event.kind === 'element') yield* this.#meetElement(event);
    else {
      if (this.#chosen === undefined) yield* this.#takeDocument(this.#document.upTo(event.offset));
      yield* this.#release();
      this.#document.forget();
      this.#chosen = undefined;
    }
  }

  #meetList({ path, list }: Place): void {
    if (list === undefined) return;
    if (list === 'included') this.#walker.takeElements();
    else if (this.#isWanted(path, list.rank)) {
      this.#walker.takeElements();
      // One that the mapping names may be empty; any other has to show an object first.
      if (this.#places.includes(path) || path === ITSELF) this.#choose(path, list.rank);
    }
  }

  #isWanted(path: string, rank: number): boolean {
    const chosen = this.#chosen;
    if (chosen === undefined) return true;
    if (rank < chosen.rank) {
      throw new BrokenJson(`the records were read from ${chosen.path}, and now comes ${path}, which the mapping prefers`);
    }
    if (path === chosen.path) throw new BrokenJson(`${path} is there twice`);
    return false;
  }

  #choose(path: string, rank: number): void {
    this.#chosen = { path, rank };
    this.#document.forget();
  }

  *#meetElement({ place, isFirst, bytes }: Extract<JsonEvent, { kind: 'element' }>): Generator<ReadRecord> {
    const { path, list } = place;
    if (list === 'included') return this.#include(bytes);
    if (this.#chosen === undefined) {
      if (bytes?.[0] !== OPEN_BRACE) return this.#walker.passOverElements();
      this.#choose(path, 0);
    }
    if (isFirst && bytes?.[0] === OPEN_BRACKET) {
      throw new BrokenJson(
        'its records are lists of values without names; write each of them as an object, or as a row of a CSV',
      );
    }
    const parsed = jsonValue(bytes, this.#reading.maxRecordBytes);
    if (placeOfIncluded(path) !== undefined && (!this.#held.isEmpty || refersToOthers(parsed))) this.#held.hold(bytes);
    else yield* this.#records(parsed, path);
  }

  #include(bytes: Buffer | undefined): void {
    const parsed = jsonValue(bytes, this.#reading.maxRecordBytes);
    if ('unreadable' in parsed) throw new BrokenJson('an included resource cannot be read');
    // Nobody could say which records refer to it.
    if (parsed.repeated === 'type' || parsed.repeated === 'id') throw new BrokenJson('an included resource has two names');
    this.#held.include(parsed, bytes?.length ?? 0);
  }

  /** The records of this document that waited for its end; what it includes is of no use to the next one. */
  *#release(): Generator<ReadRecord> {
    const held = this.#held;
    this.#held = new HeldRecords();
    try {
      for (const bytes of held.release()) {
        yield* this.#records(jsonValue(bytes, this.#reading.maxRecordBytes), this.#chosen?.path ?? ITSELF, held);
      }
    } finally {
      held.close();
    }
  }

  *#records(parsed: Parsed, path: string, held?: HeldRecords): Generator<ReadRecord> {
    if ('unreadable' in parsed) {
      if (path === ITSELF && !this.#lostPages.allows('unreadable')) throw new BrokenJson(PAGE_LOST);
      yield this.#numbered(parsed.unreadable);
    } else if (path === ITSELF) {
      const found = recordsIn(parsed.value, this.#places);
      if (!this.#lostPages.allows(found.isPage ? 'page' : 'record')) throw new BrokenJson(PAGE_LOST);
      yield* this.#found(found, parsed.repeated);
    } else {
      const record = recordInside(parsed.value, this.#places.slice(0, this.#places.indexOf(path)));
      const { joined = record, repeated } = held?.join(record) ?? {};
      yield* this.#found({ at: path, values: [joined], isPage: false }, parsed.repeated ?? repeated);
    }
  }

  *#takeDocument(bytes: Buffer | undefined): Generator<ReadRecord> {
    const { file, recordPaths, maxRecordBytes } = this.#reading;
    const mayBeRecord = recordPaths.length === 0 || recordPaths.includes(ITSELF);
    if (bytes === undefined && mayBeRecord) {
      throw new BrokenJson(`a record is larger than ${maxRecordBytes} bytes (--max-record-bytes)`);
    }
    const parsed = jsonValue(bytes, maxRecordBytes);
    const found = 'value' in parsed ? recordsIn(parsed.value, this.#places) : undefined;
    if (mayBeRecord || (found !== undefined && found.at !== ITSELF)) yield* this.#records(parsed, ITSELF);
    else throw new MigrateError('records_missing', { file, paths: recordPaths.join(', ') });
  }

  *#found({ at, values, isPage }: Found, repeated: string | undefined): Generator<ReadRecord> {
    if (isPage && repeated !== undefined) throw new BrokenJson(PAGE_AMBIGUOUS);
    this.#recordsAt ??= at;
    for (const value of values) yield this.#numbered(recordOf(value, repeated));
  }

  #numbered(record: Unnumbered): ReadRecord {
    this.#number += 1;
    return { number: this.#number, ...record };
  }

  #explained(error: unknown): unknown {
    if (!(error instanceof BrokenJson)) return error;
    const where = `byte ${this.#walker.offset}`;
    return new MigrateError('export_broken', { file: this.#reading.file, where, reason: error.message, records: this.#number });
  }
}

function refersToOthers(parsed: Parsed): boolean {
  return 'value' in parsed && referencesOf(parsed.value).length > 0;
}
