/** What one field of an export holds, counted value by value in memory that does not grow. */
import { DateFormCount, type DateForms } from './date-form.js';
import { masked } from './mask.js';
import { type Shape, shapeOf } from './shape.js';

/** More different values than this are no list of words. */
const MOST_WORDS = 50;
/** A longer text is no word of a list but a sentence, or somebody's data in a shifted column. */
const LONGEST_WORD = 40;
const MOST_EXAMPLES = 3;
/** Examples are taken from the first values: later ones would cost more than they tell. */
const EXAMPLES_FROM = 50;
/** How many values decide whether a field tells records apart. */
const HEAD = 1000;

/** Days since 1900, which is how a spreadsheet keeps dates: from 1927 to 2064. */
const SERIAL = /^[1-5]\d{4}$/;
/** Addresses that nobody has. */
const TEST_ADDRESS = /@(?:[^@]+\.)?(?:example\.(?:com|org|net)|(?:test|invalid|localhost)|mailinator\.com)$/i;
/** Text that was read in another encoding than it was written in. */
const GARBLED = /Ã[\u0080-\u00bf\u0152-\u2122]|Â[\u0080-\u00bf]|â€|\ufffd/;

export interface FieldFacts {
  /** In the mapping's path language. */
  readonly path: string;
  /** The names on the way to it, without `[]`. */
  readonly keys: readonly string[];
  /** Records in which it says something. */
  readonly filled: number;
  /** More than `filled` in a list. */
  readonly values: number;
  /** The most frequent first. */
  readonly shapes: readonly (readonly [shape: Shape, count: number])[];
  readonly dates: DateForms | undefined;
  /** Forms of values, no values. */
  readonly examples: readonly string[];
  /** Each different value with its count, the most frequent first; undefined where there are too many. Not for showing as it is. */
  readonly words: readonly (readonly [word: string, count: number])[] | undefined;
  /** Values that are too long for a word; they are not among the words. */
  readonly sentences: number;
  /** Of the first values, how many differ from all before: 1 for a field that tells records apart. */
  readonly unlike: number;
  /** Values with signs of a wrong encoding. */
  readonly garbled: number;
  /** Values that may be a spreadsheet's number of a day. */
  readonly serials: number;
  /** E-mail addresses that are kept free for tests and examples. */
  readonly testAddresses: number;
}

export class FieldSurvey {
  readonly #path: string;
  readonly #keys: readonly string[];
  #filled = 0;
  #values = 0;
  #garbled = 0;
  #serials = 0;
  #testAddresses = 0;
  #lastRecord = -1;
  readonly #shapes = new Map<Shape, number>();
  readonly #dates = new DateFormCount();
  readonly #examples = new Set<string>();
  #words: Map<string, { readonly shape: Shape; count: number }> | undefined = new Map();
  #sentences = 0;
  readonly #head = new Set<string>();

  constructor(path: string, keys: readonly string[]) {
    this.#path = path;
    this.#keys = keys;
  }

  /** @param record any number that no other record has */
  add(text: string, record: number): void {
    if (record !== this.#lastRecord) this.#filled += 1;
    this.#lastRecord = record;
    this.#values += 1;
    if (this.#values <= HEAD) this.#head.add(text);
    if (this.#values <= EXAMPLES_FROM && this.#examples.size < MOST_EXAMPLES) this.#examples.add(masked(text));
    const shape = this.#shapeOfWord(text) ?? shapeOf(text);
    this.#shapes.set(shape, (this.#shapes.get(shape) ?? 0) + 1);
    if (shape === 'date') this.#dates.add(text);
    if (shape === 'number' && SERIAL.test(text)) this.#serials += 1;
    if (shape === 'e-mail' && TEST_ADDRESS.test(text)) this.#testAddresses += 1;
    if (GARBLED.test(text)) this.#garbled += 1;
  }

  get isEmpty(): boolean {
    return this.#values === 0;
  }

  facts(): FieldFacts {
    const byCount = ([, one]: readonly [string, number], [, other]: readonly [string, number]) => other - one;
    return {
      path: this.#path,
      keys: this.#keys,
      filled: this.#filled,
      values: this.#values,
      shapes: [...this.#shapes].sort(byCount),
      dates: this.#dates.result(),
      examples: [...this.#examples],
      words: this.#words && [...this.#words].map(([word, { count }]) => [word, count] as const).sort(byCount),
      sentences: this.#sentences,
      unlike: this.#values === 0 ? 0 : this.#head.size / Math.min(this.#values, HEAD),
      garbled: this.#garbled,
      serials: this.#serials,
      testAddresses: this.#testAddresses,
    };
  }

  /** Counts a word and remembers its shape, which need not be found out again; undefined for anything but one of few words. */
  #shapeOfWord(text: string): Shape | undefined {
    if (text.length > LONGEST_WORD) {
      this.#sentences += 1;
      return undefined;
    }
    const known = this.#words?.get(text);
    if (known !== undefined) {
      known.count += 1;
      return known.shape;
    }
    if (this.#words?.size === MOST_WORDS) this.#words = undefined;
    const word = this.#words && { shape: shapeOf(text), count: 1 };
    if (word !== undefined) this.#words?.set(text, word);
    return word?.shape;
  }
}
