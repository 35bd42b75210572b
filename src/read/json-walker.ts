import type { Place } from './json-places.js';
import { JsonScanner, type JsonToken } from './json-scanner.js';

/** What is met on the way through JSON documents that follow one another. */
export type JsonEvent =
  | { readonly kind: 'object document'; readonly offset: number }
  /** Whoever wants its elements says so with `takeElements`. */
  | { readonly kind: 'list'; readonly place: Place }
  /** `bytes`: see JsonToken. */
  | { readonly kind: 'element'; readonly place: Place; readonly isFirst: boolean; readonly bytes: Buffer | undefined }
  /** `offset` is that of the byte behind the document. */
  | { readonly kind: 'document end'; readonly offset: number };

/** Its message says what is wrong without quoting anything. */
export class BrokenJson extends Error {}

/** An object or list that has begun and not ended. */
interface Level {
  readonly close: '}' | ']';
  readonly place: Place | undefined;
  /** The last key of an object. */
  key?: string;
  /** The keys of it that lead to places named by the mapping; one that came again would hide people, or bring them twice. */
  led?: Set<string>;
  /** What is done with the elements of a list. */
  elements: 'passed over' | 'taken';
  isEmpty: boolean;
}

type Expected = 'document' | 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma';

const MAY_END: ReadonlySet<Expected> = new Set(['first value', 'first key', 'comma']);
const MAX_LEVELS = 1000;
const NOT_JSON = 'what follows is not valid JSON';

/** Walks through JSON text along its grammar, however large it is. Nothing is kept but the way to where it stands. */
export class JsonWalker {
  readonly #root: Place;
  readonly #scanner: JsonScanner;
  readonly #levels: Level[] = [];
  #expected: Expected = 'document';
  #offset = 0;

  /** @param maxValueBytes a larger value comes without its bytes */
  constructor(root: Place, maxValueBytes: number) {
    this.#root = root;
    this.#scanner = new JsonScanner(maxValueBytes);
  }

  /** The byte at which the last token began. */
  get offset(): number {
    return this.#scanner.unfinished ?? this.#offset;
  }

  /** From now on the elements of the list that is being read come as events. */
  takeElements(): void {
    this.#handle('taken');
    this.#scanner.takeWhole();
  }

  /** From now on they do not. */
  passOverElements(): void {
    this.#handle('passed over');
  }

  /** @throws BrokenJson */
  *write(chunk: Buffer): Generator<JsonEvent> {
    for (const token of this.#scanner.write(chunk)) {
      const event = this.#take(token);
      if (event !== undefined) yield event;
    }
  }

  /** @throws BrokenJson */
  end(): void {
    // A number or word cannot end a document, so whatever is left is too much or too little.
    for (const token of this.#scanner.end()) this.#take(token);
    if (this.#levels.length > 0 || this.#scanner.unfinished !== undefined) {
      throw new BrokenJson('it ends in the middle of a JSON value');
    }
  }

  #handle(elements: Level['elements']): void {
    const level = this.#levels.at(-1);
    if (level !== undefined) level.elements = elements;
  }

  #take(token: JsonToken): JsonEvent | undefined {
    this.#offset = token.offset;
    const level = this.#levels.at(-1);
    if (level !== undefined && token.kind === level.close && MAY_END.has(this.#expected)) return this.#close(token.offset + 1);
    switch (this.#expected) {
      case 'document':
      case 'value':
      case 'first value':
        return this.#value(token, level);
      case 'key':
      case 'first key':
        if (level === undefined || token.kind !== 'value') break;
        level.key = keyOf(token.bytes);
        this.#expected = 'colon';
        refuseSecond(level.key, level);
        return undefined;
      case 'colon':
        if (token.kind !== ':') break;
        this.#expected = 'value';
        return undefined;
      case 'comma':
        if (token.kind !== ',') break;
        this.#expected = level?.close === '}' ? 'key' : 'value';
        if (level?.elements === 'taken') this.#scanner.takeWhole();
        return undefined;
    }
    throw new BrokenJson(NOT_JSON);
  }

  #value(token: JsonToken, level: Level | undefined): JsonEvent | undefined {
    if (token.kind === '{' || token.kind === '[') return this.#open(token.kind, token.offset, level);
    if (token.kind !== 'value' || level === undefined) throw new BrokenJson(NOT_JSON);
    const isFirst = level.isEmpty;
    level.isEmpty = false;
    this.#expected = 'comma';
    if (level.elements === 'taken' && level.place !== undefined) {
      return { kind: 'element', place: level.place, isFirst, bytes: token.bytes };
    }
    if (token.bytes !== undefined) parsed(token.bytes);
    return undefined;
  }

  #open(mark: '{' | '[', offset: number, level: Level | undefined): JsonEvent | undefined {
    if (this.#levels.length === MAX_LEVELS) throw new BrokenJson(`it is nested more than ${MAX_LEVELS} levels deep`);
    const place = level === undefined ? this.#root : level.key === undefined ? undefined : level.place?.below(level.key);
    const isList = mark === '[';
    if (level !== undefined) level.isEmpty = false;
    this.#levels.push({ close: isList ? ']' : '}', place, elements: 'passed over', isEmpty: true });
    this.#expected = isList ? 'first value' : 'first key';
    if (isList && place !== undefined) return { kind: 'list', place };
    return level === undefined ? { kind: 'object document', offset } : undefined;
  }

  #close(end: number): JsonEvent | undefined {
    this.#levels.pop();
    this.#expected = this.#levels.length === 0 ? 'document' : 'comma';
    return this.#levels.length === 0 ? { kind: 'document end', offset: end } : undefined;
  }
}

function refuseSecond(key: string, level: Level): void {
  const below = level.place?.below(key);
  if (!below?.isNamed) return;
  level.led ??= new Set();
  if (level.led.has(key)) throw new BrokenJson(`${below.path} is there twice`);
  level.led.add(key);
}

function keyOf(bytes: Buffer | undefined): string {
  const key = bytes === undefined ? '' : parsed(bytes);
  if (typeof key !== 'string') throw new BrokenJson(NOT_JSON);
  return key;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    // The parser's own message quotes the text.
    throw new BrokenJson(NOT_JSON);
  }
}
