import { closeSync, createReadStream, createWriteStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Bytes that came once and can be read again and again. */
export interface Spool {
  readonly descriptor: number;
  /** The bytes are gone afterwards. */
  close(): void;
}

/**
 * Keeps a stream that cannot be read twice, in a private file that nobody else can see: it holds people's data, so it loses its name
 * before the first byte is written (where the system allows that), and is gone when the process is, however it ends.
 */
export async function spool(chunks: AsyncIterable<Buffer>): Promise<Spool> {
  const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const descriptor = openSync(join(folder, 'export'), 'wx+', 0o600);
  if (process.platform !== 'win32') remove();
  const close = () => {
    closeSync(descriptor);
    remove();
  };
  try {
    await pipeline(chunks, createWriteStream('', { fd: descriptor, start: 0, autoClose: false }));
    return { descriptor, close };
  } catch (error) {
    close();
    throw error;
  }
}

const CHUNK_BYTES = 256 * 1024;

/** The bytes of a file, by its path or descriptor, from the beginning. Throws the system's own errors. */
export async function* chunksOf(file: string | number): AsyncGenerator<Buffer> {
  const options = { highWaterMark: CHUNK_BYTES };
  yield* typeof file === 'string'
    ? createReadStream(file, options)
    : createReadStream('', { ...options, fd: file, start: 0, autoClose: false });
}
