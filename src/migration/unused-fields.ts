import type { UnusedFields } from '../checkpoint/index.js';
import { isNothing, type Mapping, parseCell, pathOf } from '../mapping/index.js';
import { isJsonObject, type Json, type SourceRecord } from '../model.js';

/** Enough to tell what is filled and what is not; looking at millions would cost more than it tells. */
const MOST_RECORDS = 20_000;
/** Objects whose keys are data would have as many fields as records. */
const MOST_FIELDS = 500;
const DEEPEST = 8;
/** Pairs of a path and a key below it; exports whose keys are not data have no more. */
const MOST_PATHS = 10_000;
/** A key that is an address, a number or an id names somebody rather than a field. */
const DATA_KEY = /@|\d{4}|[\da-f]{8}-/i;

/** Counts how often the fields say something of which a mapping makes nothing, in the first records of an export. */
export class UnusedFieldCount {
  readonly #mapping: Mapping;
  /** Undefined for a field that is used. */
  readonly #filled = new Map<string, { count: number; lastRecord: number } | undefined>();
  /** Of a path the paths of the keys below it: to work one out for each record would cost more than mapping it. */
  readonly #paths = new Map<string, Map<string, string | undefined>>();
  #pathsKnown = 0;
  #looked = 0;

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  add({ fields }: SourceRecord): void {
    if (this.#looked === MOST_RECORDS) return;
    this.#looked += 1;
    this.#walk(fields, '', 0);
  }

  result(): UnusedFields {
    const fields = [...this.#filled].flatMap(([path, filled]) => (filled ? [{ path, filled: filled.count }] : []));
    return { looked: this.#looked, fields: fields.sort((one, other) => other.filled - one.filled) };
  }

  #walk(value: Json, path: string, depth: number): void {
    if (isNothing(value) || depth > DEEPEST) return;
    const inner = typeof value === 'string' ? parseCell(value) : value;
    if (Array.isArray(inner)) for (const element of inner) this.#walk(element, path, depth + 1);
    else if (isJsonObject(inner)) this.#enter(inner, path, depth);
    else this.#count(path);
  }

  #enter(object: Readonly<Record<string, Json>>, path: string, depth: number): void {
    const known = this.#paths.get(path) ?? new Map<string, string | undefined>();
    this.#paths.set(path, known);
    for (const key in object) {
      const below = known.has(key) ? known.get(key) : this.#learn(known, path, key);
      if (below !== undefined) this.#walk(object[key] ?? null, below, depth + 1);
    }
  }

  #learn(known: Map<string, string | undefined>, path: string, key: string): string | undefined {
    const below = DATA_KEY.test(key) ? [path, '*'].filter(Boolean).join('.') : pathOf(path, key);
    if (this.#pathsKnown < MOST_PATHS) known.set(key, below);
    this.#pathsKnown += 1;
    return below;
  }

  #count(path: string): void {
    if (!this.#filled.has(path)) {
      if (this.#filled.size === MOST_FIELDS) return;
      const isUsed = this.#mapping.shapes.some((shape) => shape.uses(path));
      this.#filled.set(path, isUsed ? undefined : { count: 0, lastRecord: 0 });
    }
    const filled = this.#filled.get(path);
    if (!filled || filled.lastRecord === this.#looked) return;
    filled.count += 1;
    filled.lastRecord = this.#looked;
  }
}
