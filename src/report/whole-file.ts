import { randomBytes } from 'node:crypto';
import { createWriteStream, statSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

/** Writes everything into the sink and ends it. */
export type Fill = (sink: Writable) => Promise<void>;

const PART = /\.[0-9a-f]{8}\.part$/;
const ABANDONED_MS = 3_600_000;

/**
 * Writes a file, readable by its owner alone, that is there whole or not at all: under a name of its own first, so that two writers do
 * not mix. If the process dies before the rename, the former file stands, and the part waits for `sweepParts`.
 */
export async function writeWhole(file: string, fill: Fill): Promise<void> {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    await fill(createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Removes the parts that a process which died has left of these files; one that was written to within the hour may have a writer. */
export async function sweepParts(folder: string, names: readonly string[]): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (!PART.test(entry) || !names.includes(entry.replace(PART, ''))) continue;
    const part = join(folder, entry);
    const stats = statSync(part, { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > ABANDONED_MS) await rm(part, { force: true });
  }
}
