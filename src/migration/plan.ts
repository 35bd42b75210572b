import { basename, resolve } from 'node:path';
import type { Checkpoint, ExportRead, HowRead, PlannedRecord } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import type { Mapping } from '../mapping/index.js';
import type { ReadRecord, SourceRecord } from '../model.js';
import { fingerprintOf, type OpenExport, openExport, type ReadOptions, type Source, sourceAt } from '../read/index.js';
import type { Shard } from '../shard.js';
import { doubledColumns, withoutContradiction } from './doubled-columns.js';
import { inPlaceOf } from './in-place-of.js';
import { Needs } from './needs.js';
import { type LookupFile, openLookups } from './open-lookups.js';
import { plannedRecord } from './planned-record.js';
import { settlePerson } from './settle-person.js';
import { shardOf, takesRecord } from './shard-of.js';
import { UnusedFieldCount } from './unused-fields.js';

export interface PlanOptions extends Omit<ReadOptions, 'recordPaths'> {
  readonly mapping: Mapping;
  /** The second files that the mapping joins. */
  readonly lookups?: readonly LookupFile[];
  readonly signal: AbortSignal;
  /** Told after each batch: records and bytes of the exports that were read so far. */
  readonly onRead?: (records: number, bytes: number) => void;
  /** What the user is told although the plan is made. */
  readonly onAdvice?: (advice: string) => void;
}

/**
 * Reads the exports into the checkpoint's plan. An export that is there already, with the same mapping and lookups and read in the
 * same way, is not read again; read in another way, it replaces its earlier reading. If the process dies before the merge has
 * committed, nothing of it is in the plan, and the next call reads it from the beginning.
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
  const secret = meta.secret;
  const shard = shardOf(meta);
  const needs = new Needs(mapping);
  const loaded: ExportRead[] = [];
  let before: [records: number, bytes: number] = [0, 0];
  try {
    for (const from of exports) {
      const source = typeof from === 'string' ? await sourceAt(from) : from;
      const opened = await openExport(source, { ...options, recordPaths: mapping.recordPaths });
      if (!plan.isEmpty() && plan.knows((await fingerprintOf(source)).sha256, mapping.hash, howRead(options))) continue;
      const [records, bytes] = before;
      const onRead = (count: number, taken: number) => {
        before = [records + count, bytes + taken];
        options.onRead?.(...before);
      };
      loaded.push(await load(opened, checkpoint, { needs, secret, shard }, { ...options, onRead }));
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
  { plan, mended }: Checkpoint,
  { needs, secret, shard }: Loading,
  options: PlanOptions,
): Promise<ExportRead> {
  const { mapping, signal, onRead, onAdvice } = options;
  const exportId = plan.beginExport({
    file: basename(resolve(source.file)),
    format: source.format,
    columns: source.columns,
    mapping: mapping.name,
    mappingHash: mapping.hash,
  });
  const unused = new UnusedFieldCount(mapping);
  const doubled = doubledColumns(source.columns ?? [], mapping);
  const map = (record: SourceRecord) => {
    const mapped = mapping.map(record);
    if (mapped.kind === 'skipped') return mapped;
    // Rejects are a part of an export: what all of them lack, the others may have.
    if (record.item === undefined) needs.see(record);
    unused.add(record);
    return mapped;
  };
  let count = 0;
  const known = !plan.isEmpty();
  let elsewhere = 0;
  let foreign = 0;
  // All of them are mapped, so that what is needed of the export and of second files is told the same to every part.
  const plannedHere = (read: ReadRecord): PlannedRecord | undefined => {
    const planned = plannedRecord(withoutContradiction(read, doubled), map, secret);
    const before = read.item === undefined ? undefined : mended.find(read.item);
    if (before) return inPlaceOf(planned, before);
    const isForeign = read.item !== undefined && known;
    if (isForeign && !shard) foreign += 1;
    // It comes back to the part that has rejected it, whatever its id is now.
    return (isForeign && shard) || !takesRecord(shard, planned) ? undefined : planned;
  };
  for await (const batch of source.batches()) {
    throwIfStopping(signal);
    const records = batch.map(plannedHere).filter((record) => record !== undefined);
    plan.append(exportId, records);
    count += batch.length;
    elsewhere += batch.length - records.length;
    onRead?.(count, source.reading().bytes);
  }
  // Where nothing was planned before, they cannot be of this checkpoint: its own was lost, or this is a dry run.
  if (foreign > 0)
    onAdvice?.(
      `Rows of ${basename(source.file)} whose _item is not of this checkpoint: ${foreign}. They count as new records; with the checkpoint of their report they would take the place of the rejected ones.`,
    );
  const reading = { ...source.reading(), how: howRead(options), unusedFields: unused.result(), ...(shard && { elsewhere }) };
  return { exportId, ...source.fingerprint(), reading };
}

function howRead({ encoding, delimiter, maxRecordBytes }: PlanOptions): HowRead {
  return { ...(encoding !== undefined && { encoding }), ...(delimiter !== undefined && { delimiter }), maxRecordBytes };
}
