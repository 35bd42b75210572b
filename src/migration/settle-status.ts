import type { Item } from '../checkpoint/index.js';
import type { DiditUser } from '../didit/index.js';
import { MigrateError } from '../errors.js';
import { addressOf } from './address.js';
import type { Identified } from './create-or-get.js';
import { readBack } from './read-back.js';
import { rejected } from './rejected.js';
import { statusStep } from './status-step.js';
import type { ItemTools } from './tools.js';

/** Times that Didit may accept a status and still show another one. */
const MOST_SETS = 2;

/**
 * Brings the user to the wanted status and believes only what Didit shows. Setting a status twice does no harm, so there is no intent:
 * after an unclear answer or a crash the user is read and compared.
 * @throws MigrateError `status_conflict`, `user_gone`, `rejected`, or what stops the run
 */
export async function settleStatus(item: Item, { origin, user }: Identified, tools: ItemTools): Promise<void> {
  const { checkpoint } = tools;
  let shown: DiditUser = user;
  let mayBeSet = false;
  for (let sets = 0; ; ) {
    // A record without a status (the documentation's examples leave fields out) is read again before it is judged.
    if (shown.status === undefined) shown = await readBack(item, user.didit_internal_id, tools);
    const step = statusStep(shown.status, item.wanted, origin, tools.onExisting);
    if (step === 'settled') return;
    if (step === 'conflict' || sets === MOST_SETS) throw new MigrateError('status_conflict');

    // If the process dies after this commit, a rollback knows that the status may be ours.
    if (origin === 'existing') await checkpoint.commits.commit(() => checkpoint.items.intendStatus(item.id, item.wanted));
    const answer = await tools.client.updateStatus(addressOf(item, user), item.wanted, item.statusReason);
    if (answer.kind === 'refused') {
      // An earlier one that was not answered may still have been ours.
      if (!mayBeSet) await checkpoint.commits.commit(() => checkpoint.items.intendStatus(item.id, undefined));
      if (answer.status === 404) throw new MigrateError('user_gone');
      throw rejected(answer.status, answer.body);
    }
    if (answer.kind === 'unclear') {
      mayBeSet ||= answer.sent === 'maybe';
      await tools.patience.wait('update', answer);
      shown = await readBack(item, user.didit_internal_id, tools);
    } else {
      sets += 1;
      shown = (await seen(item, answer.value, tools)) ?? (await readBack(item, user.didit_internal_id, tools));
    }
  }
}

async function seen(item: Item, user: DiditUser | null, { checkpoint }: ItemTools): Promise<DiditUser | undefined> {
  if (user?.status === undefined) return undefined;
  await checkpoint.commits.commit(() => checkpoint.items.see(item.id, user.status, user.updated_at ?? undefined));
  return user;
}
