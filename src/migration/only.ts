import type { Checkpoint } from '../checkpoint/index.js';
import { userKey } from '../model.js';
import { idsIn } from './id-list.js';

/**
 * Reads the ids that a run is bounded to.
 * @returns how many there are
 * @throws MigrateError when the file holds none or cannot be read to its end
 */
export async function boundToIds(file: string, { items }: Checkpoint): Promise<number> {
  let count = 0;
  for await (const ids of idsIn(file)) count += items.boundTo(ids.map(userKey));
  return count;
}
