/** A mark of JSON's grammar, or a value: a string, number or word, and any value at all where `takeWhole` asked for it. */
export type JsonToken =
  | { readonly kind: '{' | '}' | '[' | ']' | ',' | ':'; readonly offset: number }
  | {
      readonly kind: 'value';
      /** The byte at which it begins, from 0. */
      readonly offset: number;
      /** As it is written, strings with their quotes; absent when it is larger than the limit. Nothing of it has been checked. */
      readonly bytes?: Buffer;
    };

type ValueKind = 'string' | 'word' | 'nested';

const MARKS: Readonly<Record<number, '{' | '}' | '[' | ']' | ',' | ':' | undefined>> = {
  123: '{',
  125: '}',
  91: '[',
  93: ']',
  44: ',',
  58: ':',
};
const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];
/** Space, tab and line ends; and the bytes of a byte order mark, which stands between documents that were files of their own. */
const PASSED_OVER: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/**
 * Cuts the bytes of JSON text into tokens. A value that is taken whole is only looked through for its end, so whatever is wrong
 * inside it stays inside it, and parsing it is left to JSON.parse, which is several times faster than any parser of tokens.
 */
export class JsonScanner {
  readonly #maxValueBytes: number;
  #takeWhole = false;
  /** The value that is being read. */
  #kind: ValueKind | undefined;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #valueOffset = 0;
  #depth = 0;
  #quoted = false;
  #escaped = false;
  /** How many bytes came before this chunk. */
  #before = 0;

  constructor(maxValueBytes: number) {
    this.#maxValueBytes = maxValueBytes;
  }

  /** If an object or list comes next, it comes as one value. */
  takeWhole(): void {
    this.#takeWhole = true;
  }

  /** The byte at which the value begins that has not ended yet; undefined between values. */
  get unfinished(): number | undefined {
    return this.#kind === undefined ? undefined : this.#valueOffset;
  }

  *write(chunk: Buffer): Generator<JsonToken> {
    let at = 0;
    while (at < chunk.length) {
      const byte = chunk[at] ?? 0;
      const mark = MARKS[byte];
      if (this.#kind !== undefined) {
        const end = this.#endOfValue(chunk, at);
        this.#hold(chunk.subarray(at, end));
        at = end ?? chunk.length;
        if (end !== undefined) yield this.#release();
      } else if (PASSED_OVER.has(byte)) {
        at += 1;
      } else {
        const whole = this.#takeWhole;
        this.#takeWhole = false;
        const offset = this.#before + at;
        if (mark === undefined || (whole && (mark === '{' || mark === '['))) {
          this.#kind = byte === QUOTE ? 'string' : mark === undefined ? 'word' : 'nested';
          this.#valueOffset = offset;
        } else {
          at += 1;
          yield { kind: mark, offset };
        }
      }
    }
    this.#before += chunk.length;
  }

  /** A number or word ends with the text, too. */
  *end(): Generator<JsonToken> {
    if (this.#kind === 'word') yield this.#release();
  }

  /** Where in the chunk the value has ended; undefined when it goes on. */
  #endOfValue(chunk: Buffer, from: number): number | undefined {
    return this.#kind === 'word' ? endOfWord(chunk, from) : this.#endOfNested(chunk, from);
  }

  #endOfNested(chunk: Buffer, from: number): number | undefined {
    let depth = this.#depth;
    let quoted = this.#quoted;
    let at = from;
    // A backslash that was the last byte of the chunk before.
    if (this.#escaped) at += 1;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (quoted) {
        if (byte === BACKSLASH) at += 1;
        else if (byte === QUOTE) {
          quoted = false;
          if (depth === 0) break;
        }
      } else if (byte === QUOTE) quoted = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    this.#depth = depth;
    this.#quoted = quoted;
    this.#escaped = at > chunk.length;
    return at < chunk.length ? at + 1 : undefined;
  }

  #hold(bytes: Buffer): void {
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > this.#maxValueBytes) this.#held = [];
    else this.#held.push(bytes);
  }

  #release(): JsonToken {
    const [only] = this.#held;
    const bytes = only !== undefined && this.#held.length === 1 ? only : Buffer.concat(this.#held);
    const offset = this.#valueOffset;
    const tooLarge = this.#heldBytes > this.#maxValueBytes;
    this.#kind = undefined;
    this.#held = [];
    this.#heldBytes = 0;
    return tooLarge ? { kind: 'value', offset } : { kind: 'value', offset, bytes };
  }
}

function endOfWord(chunk: Buffer, from: number): number | undefined {
  for (let at = from; at < chunk.length; at += 1) {
    const byte = chunk[at] ?? 0;
    if (MARKS[byte] !== undefined || byte === QUOTE || PASSED_OVER.has(byte)) return at;
  }
  return undefined;
}
