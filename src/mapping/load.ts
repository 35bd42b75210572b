/** Mapping files by name or path. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { MigrateError } from '../errors.js';
import { checkMapping } from './check.js';
import { compileMapping, type Mapping } from './compile.js';

const BUILT_IN = '.yaml';

/** The names of the built-in mappings, in alphabetical order. */
export async function listMappings(builtInFolder: string): Promise<string[]> {
  const files = await readdir(builtInFolder);
  return files
    .filter((file) => file.endsWith(BUILT_IN))
    .map((file) => basename(file, BUILT_IN))
    .sort();
}

/**
 * Loads a built-in mapping by its name, or any YAML or JSON file by its path; a built-in name goes before a file of that name.
 * @param now milliseconds since 1970; dates of birth and decisions after it are problems
 * @throws MigrateError mapping_missing, mapping_invalid (with every problem of the file)
 */
export async function loadMapping(nameOrFile: string, builtInFolder: string, now = Date.now()): Promise<Mapping> {
  const known = await listMappings(builtInFolder);
  const file = known.includes(nameOrFile) ? join(builtInFolder, nameOrFile + BUILT_IN) : nameOrFile;
  const text = await readText(file, () => new MigrateError('mapping_missing', { name: nameOrFile, known: known.join(', ') }));
  const checked = checkMapping(text, file);
  const hash = createHash('sha256').update(JSON.stringify(checked)).digest('hex');
  return compileMapping(checked, { name: basename(file, extname(file)), file, hash }, now);
}

async function readText(file: string, missing: () => MigrateError): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    if (reason === 'ENOENT') throw missing();
    throw new MigrateError('mapping_invalid', { file, problems: `${file}: could not be read (${reason})` }, { cause });
  }
}
