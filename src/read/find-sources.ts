import { access } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { MigrateError } from '../errors.js';
import { type Source, sourceAt, sourceOf } from './source.js';

/** How the standard input is written as an argument. */
const STANDARD_INPUT = '-';

/**
 * The exports that arguments stand for: each file, folder or zip is one, each file that a glob finds is one (in the order of the
 * names), and so is the standard input. What is named twice counts once. Whoever gets them closes them.
 * @throws MigrateError `export_missing`, `export_unreadable`, `glob_empty`
 */
export async function findSources(named: readonly string[], standardInput: AsyncIterable<Buffer>): Promise<Source[]> {
  const sources: Source[] = [];
  try {
    for (const path of await pathsOf(named))
      sources.push(path === STANDARD_INPUT ? await sourceOf('standard input', standardInput) : await sourceAt(path));
    return sources;
  } catch (error) {
    for (const source of sources) await source.close();
    throw error;
  }
}

async function pathsOf(named: readonly string[]): Promise<Iterable<string>> {
  const paths = new Map<string, string>();
  for (const name of named) {
    const found = name === STANDARD_INPUT || !isDynamicPattern(name) || (await exists(name)) ? [name] : await matches(name);
    for (const path of found) {
      const key = path === STANDARD_INPUT ? path : resolve(path);
      if (!paths.has(key)) paths.set(key, path);
    }
  }
  return paths.values();
}

/** A file whose own name holds a bracket is no pattern. */
async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function matches(pattern: string): Promise<string[]> {
  const found = await glob(pattern, { expandDirectories: false, absolute: isAbsolute(pattern) });
  if (found.length === 0) throw new MigrateError('glob_empty', { pattern });
  return found.sort();
}
