import type { Item } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import type { User } from '../model.js';
import { addressOf } from './address.js';
import type { Identified } from './create-or-get.js';
import { profileChanges } from './profile-changes.js';
import { marksOf } from './profile-marks.js';
import { readBack } from './read-back.js';
import { rejected } from './rejected.js';
import type { ItemTools } from './tools.js';

/**
 * Changes a user whose profile is not what is wanted: one of ours that a later export corrects, or one that was there before us when
 * the policy is `update`. Only differences are sent, and repeating them does no harm: after a crash they are computed again.
 * @returns `edited` where nothing was changed because somebody else has changed the user since
 * @throws MigrateError `user_gone`, `rejected`, or what stops the run
 */
export async function updateProfile(
  item: Item,
  wanted: User,
  { origin, user, applied }: Identified,
  tools: ItemTools,
): Promise<'settled' | 'edited'> {
  const { client, checkpoint, onExisting, patience } = tools;
  if (applied === item.digest) return 'settled';
  if (origin === 'existing' && onExisting !== 'update') return 'settled';

  let shown = user;
  for (;;) {
    const changes = profileChanges(shown.record, wanted, origin === 'created' ? 'profile' : 'metadata');
    if (Object.keys(changes).length === 0) break;
    // Judged before our own first change; what shows later may be that change, whose answer was lost.
    if (shown === user && origin === 'created' && onExisting !== 'update' && editedSince(item, user.updated_at)) return 'edited';
    const answer = await client.updateUser(addressOf(item, user), changes);
    if (answer.kind === 'ok') {
      shown = answer.value ?? (await readBack(item, user.didit_internal_id, tools));
      break;
    }
    if (answer.kind === 'refused') {
      if (answer.status === 404) throw new MigrateError('user_gone');
      throw rejected(answer.status, answer.body);
    }
    await patience.wait('update', answer);
    shown = await readBack(item, user.didit_internal_id, tools);
  }
  const marks = origin === 'created' ? marksOf(shown.record, checkpoint.meta.secret) : undefined;
  await checkpoint.commits.commit(() => {
    checkpoint.items.apply(item.id, item.digest, marks);
    checkpoint.items.see(item.id, shown.status, shown.updated_at ?? undefined);
  });
  return 'settled';
}

/** `updated_at` moves with every change, and every change of ours has noted it. */
function editedSince({ updatedAtSeen }: Item, updatedAt: string | null | undefined): boolean {
  return updatedAtSeen !== undefined && updatedAt != null && updatedAt !== updatedAtSeen;
}
