import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Checkpoint } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import type { Mapping } from '../mapping/index.js';
import type { SourceRecord } from '../model.js';
import { type OpenExport, openExport } from '../read/index.js';
import { Needs } from './needs.js';
import { type LookupFile, openLookups } from './open-lookups.js';
import { plannedRecord } from './planned-record.js';
import { settlePerson } from './settle-person.js';

export interface PlanOptions {
  readonly mapping: Mapping;
  /** The second files that the mapping joins. */
  readonly lookups?: readonly LookupFile[];
  /** In bytes. */
  readonly maxRecordBytes: number;
  readonly signal: AbortSignal;
  readonly onRecords?: (count: number) => void;
  /** What the user is told although the plan is made. */
  readonly onAdvice?: (advice: string) => void;
}

interface Loaded {
  readonly exportId: number;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Reads the exports into the checkpoint's plan. An export that is there already, with the same mapping and lookups, is not read
 * again. If the process dies before the merge has committed, nothing of it is in the plan and the next call reads it from the
 * beginning.
 * @returns how many exports were new
 * @throws MigrateError when an export cannot be read to its end, or lacks what the mapping needs: then nothing of any of them is planned
 */
export async function planExports(files: readonly string[], checkpoint: Checkpoint, options: PlanOptions): Promise<number> {
  const lookups = await openLookups(options.mapping, options.lookups ?? [], options.maxRecordBytes);
  try {
    const { mapping } = lookups;
    const count = await planJoined(files, checkpoint, { ...options, mapping });
    if (count > 0) checkpoint.meta.set('lookups', JSON.stringify(lookups.uses()));
    return count;
  } finally {
    lookups.close();
  }
}

async function planJoined(files: readonly string[], checkpoint: Checkpoint, options: PlanOptions): Promise<number> {
  const { plan, meta } = checkpoint;
  const secret = meta.get('secret') ?? '';
  const needs = new Needs(options.mapping);
  const loaded: Loaded[] = [];
  try {
    for (const file of files) {
      const source = await openExport(file, { recordPaths: options.mapping.recordPaths, maxRecordBytes: options.maxRecordBytes });
      if (!plan.isEmpty() && plan.knows(await fingerprint(file), options.mapping.hash)) continue;
      loaded.push(await load(source, checkpoint, needs, secret, options));
    }
    for (const advice of needs.settle()) options.onAdvice?.(advice);
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
  needs: Needs,
  secret: string,
  { mapping, signal, onRecords }: PlanOptions,
): Promise<Loaded> {
  const exportId = plan.beginExport({
    file: basename(source.file),
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
  for await (const batch of source.batches()) {
    throwIfStopping(signal);
    plan.append(
      exportId,
      batch.map((record) => plannedRecord(record, map, secret)),
    );
    count += batch.length;
    onRecords?.(count);
  }
  return { exportId, ...source.fingerprint() };
}

async function fingerprint(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
