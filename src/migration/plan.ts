import { basename, resolve } from 'node:path';
import type { Checkpoint, ExportRead } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import type { Mapping } from '../mapping/index.js';
import { fingerprintOf, type OpenExport, openExport, type ReadOptions, type Source, sourceAt } from '../read/index.js';
import { plannedRecord } from './planned-record.js';
import { settlePerson } from './settle-person.js';

export interface PlanOptions extends Omit<ReadOptions, 'recordPaths'> {
  readonly mapping: Mapping;
  readonly signal: AbortSignal;
  readonly onRecords?: (count: number) => void;
}

/**
 * Reads the exports into the checkpoint's plan. An export that is there already, with the same mapping, is not read again. If the
 * process dies before the merge has committed, nothing of it is in the plan and the next call reads it from the beginning.
 * @param exports their sources, or their paths
 * @returns how many exports were new
 * @throws MigrateError when an export cannot be read to its end: then nothing of any of them is planned
 */
export async function planExports(
  exports: readonly (string | Source)[],
  checkpoint: Checkpoint,
  options: PlanOptions,
): Promise<number> {
  const { plan, meta } = checkpoint;
  const { mapping, maxRecordBytes, encoding } = options;
  const secret = meta.get('secret') ?? '';
  const loaded: ExportRead[] = [];
  try {
    for (const from of exports) {
      const source = typeof from === 'string' ? await sourceAt(from) : from;
      const opened = await openExport(source, { recordPaths: mapping.recordPaths, maxRecordBytes, encoding });
      if (!plan.isEmpty() && plan.knows((await fingerprintOf(source)).sha256, mapping.hash)) continue;
      loaded.push(await load(opened, checkpoint, secret, options));
    }
    if (loaded.length > 0) plan.merge(loaded, (userKey, group) => settlePerson(userKey, group, checkpoint, secret));
  } catch (error) {
    plan.discardUnmerged();
    throw error;
  }
  return loaded.length;
}

async function load(
  source: OpenExport,
  { plan }: Checkpoint,
  secret: string,
  { mapping, signal, onRecords }: PlanOptions,
): Promise<ExportRead> {
  const exportId = plan.beginExport({
    file: basename(resolve(source.file)),
    format: source.format,
    columns: source.columns,
    mapping: mapping.name,
    mappingHash: mapping.hash,
  });
  let count = 0;
  for await (const batch of source.batches()) {
    throwIfStopping(signal);
    plan.append(
      exportId,
      batch.map((record) => plannedRecord(record, (readable) => mapping.map(readable), secret)),
    );
    count += batch.length;
    onRecords?.(count);
  }
  return { exportId, ...source.fingerprint(), reading: source.reading() };
}
