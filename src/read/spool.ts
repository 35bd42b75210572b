import { createReadStream, read } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const CHUNK_BYTES = 256 * 1024;

/** Bytes that came once and can be read again and again. */
export interface Spool {
  readonly descriptor: number;
  /** The bytes are gone afterwards. */
  close(): Promise<void>;
}

/**
 * Keeps a stream that cannot be read twice, in a private file that nobody else can see: it holds people's data, so it loses its name
 * before the first byte is written (where the system allows that), and is gone when the process is, however it ends.
 */
export async function spool(chunks: AsyncIterable<Buffer>): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), 'didit-migrate-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const file = await open(join(folder, 'export'), 'wx+', 0o600);
  if (process.platform !== 'win32') await remove();
  const close = async () => {
    await file.close();
    await remove();
  };
  try {
    await writeFile(file, chunks);
    return { descriptor: file.fd, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The bytes of a file, by its path or descriptor, from the beginning. Throws the system's own errors. */
export async function* chunksOf(file: string | number): AsyncGenerator<Buffer> {
  if (typeof file === 'string') yield* createReadStream(file, { highWaterMark: CHUNK_BYTES });
  else yield* chunksFrom(file);
}

/** Not a stream of Node's: one that is left in the middle closes the descriptor, whatever its options say. */
async function* chunksFrom(descriptor: number): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await promisify(read)(descriptor, Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}
