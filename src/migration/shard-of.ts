import type { Checkpoint, PlannedRecord } from '../checkpoint/index.js';
import { userKey } from '../model.js';
import { readShard, type Shard, takes } from '../shard.js';

/** The part of the people that a checkpoint holds; undefined for all of them. */
export function shardOf(meta: Checkpoint['meta']): Shard | undefined {
  const text = meta.get('shard');
  const shard = text === undefined ? undefined : readShard(text, {});
  return shard && 'index' in shard ? shard : undefined;
}

/**
 * All records of a person fall to the part of the user key, whatever becomes of them. Who is behind a record without an id is not
 * known: it falls to one part by its number, so that it is counted once.
 */
export function takesRecord(
  shard: Shard | undefined,
  { userKey: key, number }: Pick<PlannedRecord, 'userKey' | 'number'>,
): boolean {
  return shard === undefined || takes(shard, key ?? `#${number}`);
}

/** Of a list of ids, those that fall to this part. */
export function idsOfShard(shard: Shard | undefined, ids: readonly string[]): readonly string[] {
  return shard === undefined ? ids : ids.filter((id) => takes(shard, userKey(id)));
}
