const FRAME = 0xfd2fb528;
const SKIPPABLE_FRAMES = 0x184d2a50;
const REPEATED_BYTE = 1;

type Part = 'magic' | 'skippable size' | 'descriptor' | 'block' | 'end';

/**
 * Walks through one frame of zstd data to know where it ends: Node's decompressor takes data that was cut off for whole, and stops
 * without a word at the end of the first of several frames. The format is that of RFC 8878, section 3.1; whether the bytes are right is
 * for the decompressor to say.
 */
export class ZstdFrame {
  #next: Part = 'magic';
  /** How many bytes that part has. */
  #length = 4;
  #held: Buffer = Buffer.alloc(0);
  #skip = 0;
  #checksum = 0;

  /** How many bytes of the chunk belong to this frame. */
  write(chunk: Buffer): number {
    let at = 0;
    while (at < chunk.length && !this.isWhole()) {
      if (this.#skip > 0) {
        const passed = Math.min(this.#skip, chunk.length - at);
        this.#skip -= passed;
        at += passed;
        continue;
      }
      const taken = chunk.subarray(at, at + this.#length - this.#held.length);
      at += taken.length;
      this.#held = Buffer.concat([this.#held, taken]);
      if (this.#held.length < this.#length) continue;
      this.#meet(this.#held.readUIntLE(0, this.#length));
      this.#held = Buffer.alloc(0);
    }
    return at;
  }

  isWhole(): boolean {
    return this.#next === 'end' && this.#skip === 0;
  }

  #meet(value: number): void {
    if (this.#next === 'descriptor') {
      this.#checksum = value & 4;
      this.#await('block', 3, headerBytes(value));
    } else if (this.#next === 'block') {
      const isLast = (value & 1) === 1;
      const bytes = ((value >>> 1) & 3) === REPEATED_BYTE ? 1 : value >>> 3;
      if (isLast) this.#await('end', 0, bytes + this.#checksum);
      else this.#await('block', 3, bytes);
    } else if (this.#next === 'skippable size') this.#await('end', 0, value);
    else if (value === FRAME) this.#await('descriptor', 1, 0);
    else if (value - (value % 16) === SKIPPABLE_FRAMES) this.#await('skippable size', 4, 0);
    // No frame: the decompressor refuses it.
    else this.#await('end', 0, Number.POSITIVE_INFINITY);
  }

  /** The next part, and how many bytes lie before it. */
  #await(next: Part, length: number, skip: number): void {
    this.#next = next;
    this.#length = length;
    this.#skip = skip;
  }
}

/** How many bytes of a frame's header follow its descriptor: window, dictionary, content size. */
function headerBytes(descriptor: number): number {
  const isSingle = (descriptor >>> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [isSingle, 2, 4, 8][descriptor >>> 6] ?? 0;
  return 1 - isSingle + dictionary + contentSize;
}
