import type { Json } from '../model.js';
import { resourceKey, withIncluded } from './json-api.js';
import { Spill } from './spill.js';

const MEMORY_BYTES = 8 * 1024 * 1024;

/** Records of one JSON:API document that wait for the resources that are included behind them. */
export class HeldRecords {
  readonly #spill = new Spill(MEMORY_BYTES);
  #count = 0;
  #hasAmbiguous = false;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** @param bytes of the record as it is written; absent for one over the limit */
  hold(bytes: Buffer | undefined): void {
    this.#spill.add(recordKey(this.#count), bytes?.toString() ?? null, bytes?.length ?? 0);
    this.#count += 1;
  }

  /** @param repeated a key that the resource holds twice */
  include({ value, repeated }: { readonly value: Json; readonly repeated: string | undefined }, bytes: number): void {
    const key = resourceKey(value);
    if (key === undefined) return;
    this.#spill.add(key, value, bytes);
    if (repeated === undefined) return;
    this.#spill.add(ambiguousKey(key), repeated, repeated.length);
    this.#hasAmbiguous = true;
  }

  /** The bytes of the records, in their order. */
  *release(): Generator<Buffer | undefined> {
    for (let index = 0; index < this.#count; index += 1) {
      const text = this.#spill.find(recordKey(index));
      yield typeof text === 'string' ? Buffer.from(text) : undefined;
    }
  }

  /** The record with what it refers to, and a key that one of these resources holds twice. */
  join(record: Json): { readonly joined: Json; readonly repeated: string | undefined } {
    let repeated: string | undefined;
    const joined = withIncluded(record, (key) => {
      if (this.#hasAmbiguous) repeated ??= this.#repeatedIn(key);
      return this.#spill.find(key);
    });
    return { joined, repeated };
  }

  #repeatedIn(key: string): string | undefined {
    const repeated = this.#spill.find(ambiguousKey(key));
    return typeof repeated === 'string' ? repeated : undefined;
  }

  close(): void {
    this.#spill.close();
  }
}

/** Never the key of a resource, which is a list. */
function recordKey(index: number): string {
  return `record ${index}`;
}

function ambiguousKey(key: string): string {
  return `ambiguous ${key}`;
}
