import { MigrateError } from '../errors.js';
import { chooseMapping, listMappings, loadMapping, type Mapping, placesToTry } from '../mapping/index.js';
import type { SourceRecord } from '../model.js';
import { openExport, type ReadOptions, type Source } from '../read/index.js';

/**
 * The mapping that was named, or the built-in one that clearly fits the beginning of the export.
 * @param from the export, or its path
 * @param builtIn the folder of the built-in mappings
 * @param now milliseconds since 1970; dates after it are problems
 * @throws MigrateError `mapping_missing`, `mapping_invalid`, `mapping_unclear`, or why the export cannot be opened
 */
export async function findMapping(
  named: string | undefined,
  from: string | Source,
  builtIn: string,
  reading: Omit<ReadOptions, 'recordPaths'>,
  now = Date.now(),
): Promise<Mapping> {
  if (named !== undefined) return loadMapping(named, builtIn, now);
  const names = await listMappings(builtIn);
  const mappings = await Promise.all(names.map((name) => loadMapping(name, builtIn, now)));
  for (const recordPaths of placesToTry(mappings)) {
    const chosen = chooseMapping(await beginningOf(from, { ...reading, recordPaths }), mappings);
    if (chosen) return chosen;
  }
  const file = typeof from === 'string' ? from : from.name;
  throw new MigrateError('mapping_unclear', { file, known: names.join(', ') });
}

async function beginningOf(from: string | Source, options: ReadOptions): Promise<SourceRecord[]> {
  const source = await openExport(from, options);
  for await (const batch of source.batches()) return batch.filter((record) => !('problems' in record));
  return [];
}
