import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
