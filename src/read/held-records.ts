import type { Json } from '../model.js';
import { resourceKey, withIncluded } from './json-api.js';
import { Spill } from './spill.js';

const MEMORY_BYTES = 8 * 1024 * 1024;

/** Records of one JSON:API document that wait for the resources that are included behind them. */
export class HeldRecords {
  readonly #spill = new Spill(MEMORY_BYTES);
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** @param bytes of the record as it is written; absent for one over the limit */
  hold(bytes: Buffer | undefined): void {
    this.#spill.add(recordKey(this.#count), bytes?.toString() ?? null, bytes?.length ?? 0);
    this.#count += 1;
  }

  include(resource: Json, bytes: number): void {
    const key = resourceKey(resource);
    if (key !== undefined) this.#spill.add(key, resource, bytes);
  }

  /** The records in their order, and what gives them what they refer to. */
  *release(): Generator<{ readonly bytes: Buffer | undefined; readonly join: (record: Json) => Json }> {
    const join = (record: Json) => withIncluded(record, (key) => this.#spill.find(key));
    for (let index = 0; index < this.#count; index += 1) {
      const text = this.#spill.find(recordKey(index));
      yield { bytes: typeof text === 'string' ? Buffer.from(text) : undefined, join };
    }
  }

  close(): void {
    this.#spill.close();
  }
}

/** Never the key of a resource, which is a list. */
function recordKey(index: number): string {
  return `record ${index}`;
}
