import { basename, resolve } from 'node:path';
import type { Checkpoint, ExportRead } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import type { Mapping } from '../mapping/index.js';
import type { SourceRecord } from '../model.js';
import { fingerprintOf, type OpenExport, openExport, type ReadOptions, type Source, sourceAt } from '../read/index.js';
import type { Shard } from '../shard.js';
import { Needs } from './needs.js';
import { type LookupFile, openLookups } from './open-lookups.js';
import { plannedRecord } from './planned-record.js';
import { settlePerson } from './settle-person.js';
import { shardOf, takesRecord } from './shard-of.js';

export interface PlanOptions extends Omit<ReadOptions, 'recordPaths'> {
  readonly mapping: Mapping;
  /** The second files that the mapping joins. */
  readonly lookups?: readonly LookupFile[];
  readonly signal: AbortSignal;
  readonly onRecords?: (count: number) => void;
  /** What the user is told although the plan is made. */
  readonly onAdvice?: (advice: string) => void;
}

/**
 * Reads the exports into the checkpoint's plan. An export that is there already, with the same mapping and lookups, is not read
 * again. If the process dies before the merge has committed, nothing of it is in the plan and the next call reads it from the
 * beginning.
 * @param exports their sources, or their paths
 * @returns how many exports were new
 * @throws MigrateError when an export cannot be read to its end, or lacks what the mapping needs: then nothing of any of them is planned
 */
export async function planExports(
  exports: readonly (string | Source)[],
  checkpoint: Checkpoint,
  options: PlanOptions,
): Promise<number> {
  const lookups = await openLookups(options.mapping, options.lookups ?? [], options.maxRecordBytes);
  try {
    const count = await planJoined(exports, checkpoint, { ...options, mapping: lookups.mapping });
    if (count > 0) checkpoint.meta.set('lookups', JSON.stringify(lookups.uses()));
    return count;
  } finally {
    lookups.close();
  }
}

async function planJoined(exports: readonly (string | Source)[], checkpoint: Checkpoint, options: PlanOptions): Promise<number> {
  const { plan, meta } = checkpoint;
  const { mapping } = options;
  const secret = meta.get('secret') ?? '';
  const shard = shardOf(meta);
  const needs = new Needs(mapping);
  const loaded: ExportRead[] = [];
  try {
    for (const from of exports) {
      const source = typeof from === 'string' ? await sourceAt(from) : from;
      const opened = await openExport(source, { ...options, recordPaths: mapping.recordPaths });
      if (!plan.isEmpty() && plan.knows((await fingerprintOf(source)).sha256, mapping.hash)) continue;
      loaded.push(await load(opened, checkpoint, { needs, secret, shard }, options));
    }
    for (const advice of needs.settle()) options.onAdvice?.(advice);
    if (loaded.length > 0) plan.merge(loaded, (userKey, group) => settlePerson(userKey, group, checkpoint, secret));
  } catch (error) {
    plan.discardUnmerged();
    throw error;
  }
  return loaded.length;
}

interface Loading {
  readonly needs: Needs;
  readonly secret: string;
  readonly shard: Shard | undefined;
}

async function load(
  source: OpenExport,
  { plan }: Checkpoint,
  { needs, secret, shard }: Loading,
  { mapping, signal, onRecords }: PlanOptions,
): Promise<ExportRead> {
  const exportId = plan.beginExport({
    file: basename(resolve(source.file)),
    format: source.format,
    columns: source.columns,
    mapping: mapping.name,
    mappingHash: mapping.hash,
  });
  const map = (record: SourceRecord) => {
    const mapped = mapping.map(record);
    if (mapped.kind !== 'skipped') needs.see(record);
    return mapped;
  };
  let count = 0;
  let elsewhere = 0;
  for await (const batch of source.batches()) {
    throwIfStopping(signal);
    // All of them are mapped, so that what is needed of the export and of second files is told the same to every part.
    const records = batch.map((record) => plannedRecord(record, map, secret)).filter((record) => takesRecord(shard, record));
    plan.append(exportId, records);
    count += batch.length;
    elsewhere += batch.length - records.length;
    onRecords?.(count);
  }
  const reading = { ...source.reading(), ...(shard && { elsewhere }) };
  return { exportId, ...source.fingerprint(), reading };
}
