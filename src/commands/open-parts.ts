import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { type Checkpoint, readCheckpoint } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import { joinSummaries, type Summary, summarize } from '../report/index.js';
import { reportContext } from './report-context.js';

export interface Parts {
  readonly checkpoints: readonly [Checkpoint, ...Checkpoint[]];
  close(): void;
}

/**
 * Opens one checkpoint, or those of several parts, for reading. Close them soon.
 * @param named files and patterns; what is named twice counts once
 * @throws MigrateError `glob_empty`, or why one of them cannot be read
 */
export function openParts(named: readonly string[]): Parts {
  const files = new Map(named.flatMap(filesOf).map((file) => [resolve(file), file]));
  const opened: Checkpoint[] = [];
  const close = () => {
    for (const checkpoint of opened) checkpoint.close();
  };
  try {
    for (const file of files.values()) opened.push(readCheckpoint(file));
    const [first, ...others] = opened;
    if (!first) throw new MigrateError('checkpoint_missing', { file: named.join(', ') });
    return { checkpoints: [first, ...others], close };
  } catch (error) {
    close();
    throw error;
  }
}

/** @throws MigrateError `checkpoints_unlike` where they are not different parts of one migration */
export function summaryOf([first, ...others]: Parts['checkpoints']): Summary {
  const one = (checkpoint: Checkpoint) => summarize(checkpoint, reportContext(checkpoint));
  return joinSummaries([one(first), ...others.map(one)]);
}

function filesOf(name: string): string[] {
  if (!isDynamicPattern(name) || existsSync(name)) return [name];
  const found = globSync(name, { expandDirectories: false, absolute: isAbsolute(name) });
  if (found.length === 0) throw new MigrateError('glob_empty', { pattern: name });
  // Part 10 comes after part 9.
  return found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
