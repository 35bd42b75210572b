import { type DiskIndex, openDiskIndex } from '../disk-index.js';
import type { Json } from '../model.js';

/** Values by key: in memory as long as they are few, then in an index on the disk. All adding comes before the first finding. */
export class Spill {
  readonly #memoryBytes: number;
  readonly #memory = new Map<string, Json>();
  #bytes = 0;
  #index: DiskIndex | undefined;

  /** @param memoryBytes so much may be held in memory, as the sizes given to `add` say */
  constructor(memoryBytes: number) {
    this.#memoryBytes = memoryBytes;
  }

  /** Of several values of a key the first is kept. */
  add(key: string, value: Json, bytes: number): void {
    this.#bytes += bytes;
    if (this.#index === undefined && this.#bytes > this.#memoryBytes) {
      this.#index = openDiskIndex();
      for (const [early, held] of this.#memory) this.#index.add(early, held);
      this.#memory.clear();
    }
    if (this.#index !== undefined) this.#index.add(key, value);
    else if (!this.#memory.has(key)) this.#memory.set(key, value);
  }

  find(key: string): Json | undefined {
    return this.#index === undefined ? this.#memory.get(key) : this.#index.find(key)[0];
  }

  close(): void {
    this.#index?.close();
  }
}
