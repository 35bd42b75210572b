/** The beginning of a file. */
export interface Sample {
  readonly bytes: Buffer;
  /** Whether this is all of the file. */
  readonly whole: boolean;
}

/** A stream whose beginning is known. It has to be read or closed. */
export interface Peeked {
  readonly sample: Sample;
  /** Everything from the beginning on. To be called once. */
  all(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/** Reads until `size` bytes or the end are known. A failure on the way is thrown where `all` gets to it, unless nothing came before. */
export async function peek(chunks: AsyncIterable<Buffer>, size: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let length = 0;
  let whole = false;
  let failure: { readonly error: unknown } | undefined;
  // One byte more than asked for tells whether the file goes on.
  while (length <= size && !whole && !failure) {
    try {
      const next = await iterator.next();
      if (next.done) whole = true;
      else {
        held.push(next.value);
        length += next.value.length;
      }
    } catch (error) {
      if (length === 0) throw error;
      failure = { error };
    }
  }
  const beginning = Buffer.concat(held);
  const close = async () => void (await iterator.return?.());
  return {
    sample: { bytes: beginning.subarray(0, size), whole: whole && length <= size },
    close,
    async *all() {
      try {
        if (length > 0) yield beginning;
        if (failure) throw failure.error;
        if (whole) return;
        for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
      } finally {
        await close();
      }
    },
  };
}
