/** Mapping files by name or path. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { MigrateError } from '../errors.js';
import { checkSource } from './check.js';
import { compileMapping, type Mapping } from './compile.js';
import type { MappingFile } from './schema.js';
import { invalid, readSource } from './source.js';

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
 * @throws MigrateError mapping_missing, mapping_invalid (with every problem of the file), mapping_undecided
 */
export async function loadMapping(nameOrFile: string, builtInFolder: string, now = Date.now()): Promise<Mapping> {
  const { file, says } = await readMapping(nameOrFile, builtInFolder);
  const hash = createHash('sha256').update(JSON.stringify(says)).digest('hex');
  return compileMapping(says, { name: basename(file, extname(file)), file, hash }, now);
}

/**
 * What a mapping says, together with the mappings that it extends.
 * @throws MigrateError as `loadMapping`
 */
export async function readMapping(nameOrFile: string, builtInFolder: string): Promise<{ file: string; says: MappingFile }> {
  const known = await listMappings(builtInFolder);
  const fileOf = (name: string, folder: string) =>
    known.includes(name) ? join(builtInFolder, name + BUILT_IN) : folder === '' ? name : resolve(folder, name);

  const read = async (file: string, above: readonly string[], missing: () => MigrateError): Promise<MappingFile> => {
    const source = readSource(await readText(file, missing), file);
    const base = baseOf(source.data);
    if (base === undefined) return checkSource(source, undefined);
    const chain = [...above, resolve(file)];
    const baseFile = fileOf(base, dirname(file));
    const refuse = (says: string) => invalid(file, [source.describe({ place: ['extends'], says })]);
    if (chain.includes(resolve(baseFile)))
      throw refuse(`goes round in a circle: ${[...chain, baseFile].map((step) => basename(step)).join(' → ')}`);
    const says = await read(baseFile, chain, () =>
      refuse(`There is no mapping called ${base}, and no file of that name. Built in: ${known.join(', ')}`),
    );
    return checkSource(source, says);
  };

  const file = fileOf(nameOrFile, '');
  const missing = () => new MigrateError('mapping_missing', { name: nameOrFile, known: known.join(', ') });
  return { file, says: await read(file, [], missing) };
}

function baseOf(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'extends' in data && typeof data.extends === 'string'
    ? data.extends
    : undefined;
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
