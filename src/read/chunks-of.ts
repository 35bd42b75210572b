import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 256 * 1024;
const SMALLEST_CHUNK_BYTES = 4096;

/**
 * The bytes of a regular file from the beginning, by its path or by a descriptor that stays open. Throws the system's own errors.
 *
 * Not a stream of Node's: that costs many times as much for a small file, and a folder may hold a million of them; and one that is left
 * in the middle closes the descriptor, whatever its options say.
 */
export async function* chunksOf(file: string | number): AsyncGenerator<Buffer> {
  const descriptor = typeof file === 'string' ? openSync(file, 'r') : file;
  try {
    const { size } = fstatSync(descriptor);
    for (let position = 0; ; ) {
      const chunk = Buffer.allocUnsafe(Math.max(SMALLEST_CHUNK_BYTES, Math.min(CHUNK_BYTES, size - position)));
      const bytes = readSync(descriptor, chunk, 0, chunk.length, position);
      if (bytes === 0) return;
      yield chunk.subarray(0, bytes);
      position += bytes;
    }
  } finally {
    if (descriptor !== file) closeSync(descriptor);
  }
}
