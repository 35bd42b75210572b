import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Checkpoint } from '../checkpoint/index.js';

const folders = z.array(z.string());

/** Keeps in mind where a report goes: a purge has to find it again. */
export function noteReportFolder(meta: Checkpoint['meta'], folder: string): void {
  const noted = notedIn(meta);
  if (!noted.includes(resolve(folder))) meta.set('reports', JSON.stringify([...noted, resolve(folder)]));
}

/**
 * The folders that are there of those that runs have written to.
 * @param named one more, which comes first
 */
export function reportFolders(meta: Checkpoint['meta'], named: string): string[] {
  const all = [named, ...notedIn(meta).filter((folder) => folder !== resolve(named))];
  return all.filter((folder) => existsSync(folder));
}

function notedIn(meta: Checkpoint['meta']): readonly string[] {
  return folders.parse(JSON.parse(meta.get('reports') ?? '[]'));
}
