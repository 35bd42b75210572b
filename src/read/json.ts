import {
  type ParsedElementInfo,
  type ParsedTokenInfo,
  TokenizerError,
  TokenParser,
  TokenParserError,
  TokenType,
} from '@streamparser/json';
import { MigrateError } from '../errors.js';
import type { Json, ReadRecord } from '../model.js';
import { ExactTokenizer, parseExact } from './json-exact.js';
import { type RecordReader, recordOf } from './record-reader.js';

export interface JsonReading {
  /** The export's name, for errors. */
  readonly file: string;
  /** Where the list of records may be, best first: dotted keys, or `$` for the document itself. */
  readonly recordPaths: readonly string[];
  /** A larger record ends the reading, as it may be an unclosed quote that swallows the rest. */
  readonly maxRecordBytes: number;
}

/**
 * Reads the records of one JSON document: those of the list under the first of the record paths that holds one. Of the rest of the
 * document nothing is kept, except that a document without such a list may itself be the one record (`$`).
 *
 * @throws MigrateError `export_broken` where the document breaks off or breaks JSON's rules, `records_missing` without a list.
 */
export class JsonReader implements RecordReader {
  readonly #reading: JsonReading;
  readonly #tokenizer = new ExactTokenizer((token) => this.#take(token));
  #parser: TokenParser | undefined;
  /** Selectors of the lists that would do, best first. */
  #lists: readonly string[] = [];
  #chosen: string | undefined;
  /** The document so far, as long as it may itself be a record. */
  #document: Buffer[] | undefined = [];
  #ready: ReadRecord[] = [];
  #number = 0;
  #bytes = 0;
  #depth = 0;
  /** How deep the list that is being read lies; its elements are deeper. */
  #listDepth = Number.POSITIVE_INFINITY;
  /** The byte at which the last token began. */
  #offset = 0;
  /** The same for the last token that lies outside of elements: the parser holds what follows it in memory. */
  #mark = 0;

  constructor(reading: JsonReading) {
    this.#reading = reading;
  }

  *write(chunk: Buffer): Generator<ReadRecord> {
    this.#bytes += chunk.length;
    this.#document?.push(chunk);
    yield* this.#attempt(() => {
      this.#tokenizer.write(chunk);
      this.#checkSize(this.#bytes - this.#mark);
      if (this.#bytes > this.#reading.maxRecordBytes) this.#document = undefined;
    });
  }

  *end(): Generator<ReadRecord> {
    yield* this.#attempt(() => {
      if (!this.#parser?.isEnded) throw this.#broken('it ends in the middle of a JSON value');
      // A number is complete only with what follows it: one behind the document shows here.
      this.#tokenizer.end();
      if (this.#chosen === undefined) this.#takeDocument();
    });
  }

  /** Hands over what became ready even where the work failed on the way. */
  *#attempt(work: () => void): Generator<ReadRecord> {
    let failure: Error | undefined;
    try {
      work();
    } catch (error) {
      failure = this.#explained(error);
    }
    yield* this.#ready;
    this.#ready = [];
    if (failure !== undefined) throw failure;
  }

  #take(token: ParsedTokenInfo): void {
    this.#offset = token.offset;
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) this.#depth += 1;
    if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) this.#depth -= 1;
    if (this.#depth < this.#listDepth) this.#listDepth = Number.POSITIVE_INFINITY;
    this.#parser ??= this.#begin(token.token);
    this.#parser.write(token);
    if (this.#depth <= this.#listDepth) this.#mark = this.#offset;
  }

  /** The first token tells a list from an object. In an object, paths behind `$` never count: the document itself is always there. */
  #begin(first: TokenType): TokenParser {
    const { recordPaths } = this.#reading;
    const self = recordPaths.indexOf('$');
    const keys = self === -1 ? recordPaths : recordPaths.slice(0, self);
    const isList = first === TokenType.LEFT_BRACKET;
    if (isList) this.#lists = self === -1 ? [] : ['$'];
    else this.#lists = keys.map((path) => `$.${path}`);
    if (isList || self === -1) this.#document = undefined;
    // Without the stack no element stays in memory; partial values announce a list when it opens, also one without elements.
    const paths = this.#lists.map((list) => `${list}.*`);
    const parser = new TokenParser({ paths, keepStack: false, emitPartialValues: true });
    parser.onValue = (element) => this.#meet(element);
    return parser;
  }

  #meet({ value, parent, stack, partial }: ParsedElementInfo): void {
    if (!Array.isArray(parent)) return;
    const list = ['$', ...stack.slice(1).map(({ key }) => key)].join('.');
    if (partial) this.#open(list);
    else if (list === this.#chosen) this.#takeRecord(value ?? null);
  }

  #open(list: string): void {
    this.#listDepth = this.#depth;
    this.#document = undefined;
    if (this.#chosen !== undefined && this.#lists.indexOf(list) < this.#lists.indexOf(this.#chosen)) {
      throw this.#broken(`the records were read from ${this.#chosen}, and now comes ${list}, which the mapping prefers`);
    }
    this.#chosen ??= list;
  }

  #takeRecord(value: Json): void {
    this.#checkSize(this.#offset - this.#mark);
    this.#number += 1;
    this.#ready.push(recordOf(value, { number: this.#number }));
  }

  #takeDocument(): void {
    const { file, recordPaths } = this.#reading;
    if (!recordPaths.includes('$')) throw new MigrateError('records_missing', { file, paths: recordPaths.join(', ') });
    if (this.#document === undefined) throw this.#tooLarge();
    this.#takeRecord(parseExact(Buffer.concat(this.#document).toString()));
  }

  #checkSize(bytes: number): void {
    if (bytes > this.#reading.maxRecordBytes) throw this.#tooLarge();
  }

  #tooLarge(): MigrateError {
    return this.#broken(`a record is larger than ${this.#reading.maxRecordBytes} bytes (--max-record-bytes)`);
  }

  #broken(reason: string): MigrateError {
    const { file } = this.#reading;
    return new MigrateError('export_broken', { file, where: `byte ${this.#offset}`, reason, records: this.#number });
  }

  /** The parser's own messages quote the document, so they are neither shown nor kept as a cause. */
  #explained(error: unknown): Error {
    if (error instanceof TokenizerError || error instanceof TokenParserError || error instanceof SyntaxError) {
      return this.#broken('what follows is not valid JSON');
    }
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return this.#broken('what follows is not UTF-8');
    }
    if (error instanceof Error) return error;
    throw error;
  }
}
