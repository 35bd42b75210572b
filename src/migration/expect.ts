import type { Checkpoint } from '../checkpoint/index.js';
import { userKey } from '../model.js';
import { idsIn } from './id-list.js';

/**
 * Reads the user's own list of people, to be compared with the plan. For a checkpoint of a dry run alone: the list stays in it.
 * @throws MigrateError when the file holds no ids or cannot be read to its end
 */
export async function expectIds(file: string, { expected }: Checkpoint): Promise<void> {
  for await (const ids of idsIn(file)) expected.add(ids.map((id) => ({ userKey: userKey(id), vendorData: id })));
  expected.settle();
}
