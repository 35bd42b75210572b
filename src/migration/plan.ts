import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Checkpoint } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import type { Mapping } from '../mapping/index.js';
import { type OpenExport, openExport } from '../read/index.js';
import { plannedRecord } from './planned-record.js';
import { settlePerson } from './settle-person.js';

export interface PlanOptions {
  readonly mapping: Mapping;
  /** In bytes. */
  readonly maxRecordBytes: number;
  readonly signal: AbortSignal;
  readonly onRecords?: (count: number) => void;
}

interface Loaded {
  readonly exportId: number;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Reads the exports into the checkpoint's plan. An export that is there already, with the same mapping, is not read again. If the
 * process dies before the merge has committed, nothing of it is in the plan and the next call reads it from the beginning.
 * @returns how many exports were new
 * @throws MigrateError when an export cannot be read to its end: then nothing of any of them is planned
 */
export async function planExports(files: readonly string[], checkpoint: Checkpoint, options: PlanOptions): Promise<number> {
  const { plan, meta } = checkpoint;
  const secret = meta.get('secret') ?? '';
  const loaded: Loaded[] = [];
  try {
    for (const file of files) {
      const source = await openExport(file, { recordPaths: options.mapping.recordPaths, maxRecordBytes: options.maxRecordBytes });
      if (!plan.isEmpty() && plan.knows(await fingerprint(file), options.mapping.hash)) continue;
      loaded.push(await load(source, checkpoint, secret, options));
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
): Promise<Loaded> {
  const exportId = plan.beginExport({
    file: basename(source.file),
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
  return { exportId, ...source.fingerprint() };
}

async function fingerprint(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
