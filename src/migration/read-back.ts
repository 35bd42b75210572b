import type { Item } from '../checkpoint/index.js';
import type { Client, DiditUser, Patience } from '../didit/index.js';
import { MigrateError } from '../errors.js';
import { userKey } from '../model.js';
import type { ItemTools } from './tools.js';

/**
 * Reads an identified user and notes what Didit shows.
 * @throws MigrateError `user_gone` when it is not there any more, or another user has taken its place
 */
export async function readBack(item: Item, diditId: string, { client, checkpoint, patience }: ItemTools): Promise<DiditUser> {
  const user = await findUser(item.vendorData, client, patience);
  if (user?.didit_internal_id !== diditId) throw new MigrateError('user_gone');
  await checkpoint.commits.commit(() => checkpoint.items.see(item.id, user.status, user.updated_at ?? undefined));
  return user;
}

/** First by the bytes that were sent, then by Didit's normal form of them: its pages disagree on which one it answers to. */
export async function findUser(vendorData: string, client: Client, patience: Patience): Promise<DiditUser | undefined> {
  const user = await client.getUser(vendorData, patience);
  if (user || userKey(vendorData) === vendorData) return user;
  return client.getUser(userKey(vendorData), patience);
}
