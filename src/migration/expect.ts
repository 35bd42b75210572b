import type { Checkpoint } from '../checkpoint/index.js';
import { userKey } from '../model.js';
import { idsIn } from './id-list.js';
import { idsOfShard, shardOf } from './shard-of.js';

/**
 * Reads the user's own list of people, to be compared with the plan; of a part of the people, those who fall to it. For a checkpoint of a dry run alone: the list stays in it.
 * @throws MigrateError when the file holds no ids or cannot be read to its end
 */
export async function expectIds(file: string, { expected, meta }: Checkpoint): Promise<void> {
  const shard = shardOf(meta);
  for await (const ids of idsIn(file))
    expected.add(idsOfShard(shard, ids).map((id) => ({ userKey: userKey(id), vendorData: id })));
  expected.settle();
}
