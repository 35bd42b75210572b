import { randomUUID } from 'node:crypto';
import type { Item, Origin } from '../checkpoint/index.js';
import { type DiditUser, nonceOf, readDiditUser } from '../didit/index.js';
import { MigrateError } from '../errors.js';
import type { DiditStatus, User } from '../model.js';
import { marksOf } from './profile-marks.js';
import { findUser } from './read-back.js';
import { rejected } from './rejected.js';
import type { ItemTools } from './tools.js';

/** A person of the plan and the user that Didit has for it. */
export interface Identified {
  readonly origin: Origin;
  readonly user: DiditUser;
  /** The digest that Didit is certain to hold. */
  readonly applied: string | undefined;
}

/**
 * Makes the item's user, or finds the one that is there. Whatever happened before, one user comes out: the intent carries a nonce,
 * and a user that shows it is ours.
 *
 * A user seen by GET alone is no proof (the get page: it may be a deleted one). Proof is a 201, a duplicate answer to our own create,
 * or our nonce.
 * @throws MigrateError `rejected`, `conflict_unresolved`, or what stops the run
 */
export async function createOrGet(item: Item, wanted: User, tools: ItemTools): Promise<Identified> {
  const { client, checkpoint, patience } = tools;
  const nonce = item.nonce ?? randomUUID();
  const run = checkpoint.meta.get('run') ?? '';
  const body = createBody(wanted, item.wanted, { source: 'didit-migrate', run, nonce });
  // An open intent whose content a later export has changed may have arrived with either content.
  const intended = item.intended === undefined || item.intended === item.digest ? item.digest : undefined;

  for (let mayBeThere = item.nonce !== undefined; ; ) {
    if (mayBeThere) {
      const user = await findUser(item.vendorData, client, patience);
      if (user && nonceOf(user) === nonce) return identify(item, { origin: 'created', user, applied: intended }, tools);
    }
    // If the process dies after this commit, the next run finds the nonce and looks before it creates.
    const intend = () => checkpoint.commits.commit(() => checkpoint.items.intendCreate(item.id, nonce));
    const answer = await client.createUser(body, intend);

    if (answer.kind === 'ok') {
      const user = readDiditUser(answer.body);
      if (user) return identify(item, { origin: 'created', user, applied: item.digest }, tools);
      mayBeThere = true;
    } else if (answer.kind === 'unclear') {
      mayBeThere ||= answer.sent === 'maybe';
      await patience.wait('create', answer);
    } else {
      if (answer.body.duplicate === 'no') throw rejected(answer.status, answer.body);
      const user = await findUser(item.vendorData, client, patience);
      if (user && nonceOf(user) === nonce) return identify(item, { origin: 'created', user, applied: intended }, tools);
      if (user) return identify(item, { origin: 'existing', user, applied: undefined }, tools);
      throw answer.body.duplicate === 'yes' ? new MigrateError('conflict_unresolved') : rejected(answer.status, answer.body);
    }
  }
}

/** BLOCKED begins as FLAGGED: only update-status feeds the blocklist, and the person is never ACTIVE in between. */
function createBody(user: User, wanted: DiditStatus, migration: Record<string, string>): User & { status: DiditStatus } {
  return { ...user, status: wanted === 'BLOCKED' ? 'FLAGGED' : wanted, metadata: { ...user.metadata, migration } };
}

/** Written down before anything is done with it. If the process dies before, the same proof is found again. */
async function identify(item: Item, found: Identified, { checkpoint }: ItemTools): Promise<Identified> {
  const { origin, user, applied } = found;
  const updatedAt = user.updated_at ?? undefined;
  const marks = origin === 'created' ? marksOf(user.record, checkpoint.meta.get('secret') ?? '') : undefined;
  await checkpoint.commits.commit(() =>
    checkpoint.items.identify(item.id, {
      origin,
      diditId: user.didit_internal_id,
      status: user.status,
      updatedAt,
      applied,
      marks,
    }),
  );
  return found;
}
