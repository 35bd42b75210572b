import { randomUUID } from 'node:crypto';
import type { Item, Origin } from '../checkpoint/index.js';
import { type DiditUser, nonceOf } from '../didit/index.js';
import { MigrateError } from '../errors.js';
import type { DiditStatus, User } from '../model.js';
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
 * or our nonce. It is returned before it is written down: the caller does nothing with it until it has committed it.
 * @throws MigrateError `rejected`, `conflict_unresolved`, or what stops the run
 */
export async function createOrGet(item: Item, wanted: User, tools: ItemTools): Promise<Identified> {
  const { client, checkpoint, patience } = tools;
  const nonce = item.nonce ?? randomUUID();
  const body = createBody(wanted, item.wanted, { source: 'didit-migrate', run: checkpoint.meta.run, nonce });
  // An open intent whose content a later export has changed may have arrived with either content.
  const intended = item.intended === undefined || item.intended === item.digest ? item.digest : undefined;

  for (let mayBeThere = item.nonce !== undefined; ; ) {
    if (mayBeThere) {
      const user = await findUser(item.vendorData, client, patience);
      if (user && nonceOf(user) === nonce) return { origin: 'created', user, applied: intended };
    }
    // If the process dies after this commit, the next run finds the nonce and looks before it creates.
    const intend = () => checkpoint.commits.commit(() => checkpoint.items.intendCreate(item.id, nonce));
    const answer = await client.createUser(body, intend);

    if (answer.kind === 'ok') return { origin: 'created', user: answer.value, applied: item.digest };
    if (answer.kind === 'unclear') {
      mayBeThere ||= answer.sent === 'maybe';
      await patience.wait('create', answer);
    } else {
      if (answer.body.duplicate === 'no') throw rejected(answer.status, answer.body);
      const user = await findUser(item.vendorData, client, patience);
      if (user && nonceOf(user) === nonce) return { origin: 'created', user, applied: intended };
      if (user) return { origin: 'existing', user, applied: undefined };
      throw answer.body.duplicate === 'yes' ? new MigrateError('conflict_unresolved') : rejected(answer.status, answer.body);
    }
  }
}

/** BLOCKED begins as FLAGGED: only update-status feeds the blocklist, and the person is never ACTIVE in between. */
function createBody(user: User, wanted: DiditStatus, migration: Record<string, string>): User & { status: DiditStatus } {
  return { ...user, status: wanted === 'BLOCKED' ? 'FLAGGED' : wanted, metadata: { ...user.metadata, migration } };
}
