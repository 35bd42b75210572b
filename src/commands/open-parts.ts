import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type Checkpoint, readCheckpoint } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import { joinSummaries, type Summary, summarize } from '../report/index.js';
import { reportContext } from './report-context.js';

export interface Parts {
  readonly checkpoints: readonly Checkpoint[];
  /** Of all of them as one. */
  readonly summary: Summary;
}

/**
 * Opens one checkpoint, or those of several parts, for reading, and closes them when `work` has ended.
 * @param named files and patterns; what is named twice counts once
 * @throws MigrateError `glob_empty`, `checkpoints_unlike`, or why one of them cannot be read
 */
export async function withParts<T>(named: readonly string[], work: (parts: Parts) => Promise<T> | T): Promise<T> {
  const files = new Map<string, string>();
  for (const name of named) for (const file of await filesOf(name)) files.set(resolve(file), file);
  const checkpoints: Checkpoint[] = [];
  try {
    for (const file of files.values()) checkpoints.push(readCheckpoint(file));
    const [first, ...others] = checkpoints.map((checkpoint) => summarize(checkpoint, reportContext(checkpoint)));
    if (!first) throw new MigrateError('checkpoint_missing', { file: named.join(', ') });
    return await work({ checkpoints, summary: joinSummaries([first, ...others]) });
  } finally {
    for (const checkpoint of checkpoints) checkpoint.close();
  }
}

async function filesOf(name: string): Promise<string[]> {
  if (!isDynamicPattern(name) || existsSync(name)) return [name];
  const found = await glob(name, { expandDirectories: false, absolute: isAbsolute(name) });
  if (found.length === 0) throw new MigrateError('glob_empty', { pattern: name });
  // Part 10 comes after part 9.
  return found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
