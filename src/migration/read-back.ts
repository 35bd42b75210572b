import type { Item } from '../checkpoint/index.js';
import type { DiditUser } from '../didit/index.js';
import { MigrateError } from '../errors.js';
import type { ItemTools } from './tools.js';

/**
 * Reads an identified user and notes what Didit shows.
 * @throws MigrateError `user_gone` when it is not there any more, or another user has taken its place
 */
export async function readBack(item: Item, diditId: string, { client, checkpoint, patience }: ItemTools): Promise<DiditUser> {
  const user = await client.getUser(item.vendorData, patience);
  if (user?.didit_internal_id !== diditId) throw new MigrateError('user_gone');
  await checkpoint.commits.commit(() => checkpoint.items.see(item.id, user.status, user.updated_at ?? undefined));
  return user;
}
