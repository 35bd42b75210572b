import { findSources, type Source } from '../read/index.js';

/**
 * The exports that a command names, for as long as `work` needs them.
 * @throws MigrateError `export_missing`, `export_unreadable`, `glob_empty`
 */
export async function withExports<T>(named: readonly string[], work: (exports: readonly Source[]) => Promise<T>): Promise<T> {
  const exports = await findSources(named, process.stdin);
  try {
    return await work(exports);
  } finally {
    for (const source of exports) await source.close();
  }
}

/** What EXPORT may be, for the help of every command that takes it. */
export const EXPORTS = 'The former provider’s export: CSV, JSON, NDJSON; gzip, zip, folder, glob in quotes, - for standard input';

/** The exports as they were named, with the options that say how they are written: for the next command. */
export function exportWords(given: {
  readonly exports: readonly string[];
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
}): string[] {
  const { exports, encoding, delimiter } = given;
  return [
    ...exports,
    ...(encoding === undefined ? [] : ['--encoding', encoding]),
    ...(delimiter === undefined ? [] : ['--delimiter', delimiter === '\t' ? 'tab' : delimiter]),
  ];
}
