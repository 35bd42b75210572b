/** The bytes of a stream from one offset to another, as long as they are not too many. */
export class Excerpt {
  readonly #maxBytes: number;
  #chunk: Buffer = Buffer.alloc(0);
  /** How many bytes came before this chunk. */
  #before = 0;
  #from: number | undefined;
  #pieces: Buffer[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  next(chunk: Buffer): void {
    if (this.#from !== undefined) this.#pieces.push(this.#here(this.#from));
    this.#before += this.#chunk.length;
    this.#chunk = chunk;
    if (this.#from !== undefined && this.#before - this.#from > this.#maxBytes) this.#pieces = [];
  }

  /** Keeps what follows from this offset on, which has to lie in the last chunk. */
  begin(offset: number): void {
    this.#from = offset;
    this.#pieces = [];
  }

  /** Keeps nothing any more. */
  forget(): void {
    this.#from = undefined;
    this.#pieces = [];
  }

  /** What was kept, up to this offset in the last chunk; undefined when that is nothing or too much. */
  upTo(offset: number): Buffer | undefined {
    if (this.#from === undefined || offset - this.#from > this.#maxBytes) return undefined;
    return Buffer.concat([...this.#pieces, this.#here(this.#from)]).subarray(0, offset - this.#from);
  }

  /** What of the last chunk belongs to it. */
  #here(from: number): Buffer {
    return this.#chunk.subarray(Math.max(0, from - this.#before));
  }
}
