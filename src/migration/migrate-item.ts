import type { Item, Proof } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import type { ItemState, User } from '../model.js';
import { createOrGet, type Identified } from './create-or-get.js';
import { marksOf } from './profile-marks.js';
import { readBack } from './read-back.js';
import { settleStatus } from './settle-status.js';
import type { ItemTools, Tools } from './tools.js';
import { updateProfile } from './update-profile.js';
import { uploadFaces } from './upload-faces.js';

/**
 * Takes one item from wherever it stands to its end. Each step commits what it has proven before the next one begins, so calling
 * this again after any interruption goes on from there.
 * @returns how it ended, or `in progress` where it has to be taken up again later in the run
 * @throws MigrateError only what stops the run; the item then stays as it is
 */
export async function migrateItem(item: Item, tools: Tools): Promise<Exclude<ItemState, 'pending'>> {
  const withPatience: ItemTools = { ...tools, patience: tools.client.calls.patience() };
  const { commits, items, faces } = tools.checkpoint;
  let postponed = false;
  try {
    const carried = await carryOver(item, withPatience);
    if (carried === 'open') return 'in progress';
    if (carried === 'done') return 'done';
    postponed = carried === 'postponed';
  } catch (error) {
    if (!(error instanceof MigrateError) || error.next === 'stop the run') throw error;
    const state = error.held ? 'held' : 'failed';
    await commits.commit(() => items.end(item, state, error.code, error.detail));
    return state;
  }
  const badFace = faces.statesOf(item.id).some((state) => state === 'refused' || state === 'unknown');
  const state = badFace || postponed ? 'partial' : 'done';
  await commits.commit(() => items.end(item, state));
  return state;
}

async function carryOver(item: Item, tools: ItemTools): Promise<'settled' | 'open' | 'postponed' | 'done'> {
  // The user stands; only its face was left for later.
  if ((item.state === 'done' || item.state === 'partial') && item.diditId !== undefined && item.origin !== undefined) {
    return uploadFaces(item, item.diditId, item.origin, tools);
  }
  const wanted = requireUser(item);
  const identified = await identify(item, wanted, tools);
  if (identified === 'done') return 'done';
  if (identified.origin === 'existing' && tools.onExisting === 'fail') throw new MigrateError('already_there');
  const profile = await updateProfile(item, wanted, identified, tools);
  // A refusal that a later export brings does not wait for somebody to compare names.
  await settleStatus(item, identified, tools);
  if (profile === 'edited') throw new MigrateError('edited_since');
  return uploadFaces(item, identified.user.didit_internal_id, identified.origin, tools);
}

/**
 * An item that has an id is never created again; what became of it meanwhile is read.
 * @returns `done` where the create has left nothing to be sent; the item has ended then
 */
async function identify(item: Item, wanted: User, tools: ItemTools): Promise<Identified | 'done'> {
  if (item.diditId !== undefined && item.origin !== undefined)
    return { origin: item.origin, user: await readBack(item, item.diditId, tools), applied: item.applied };
  const { commits, items, meta } = tools.checkpoint;
  const found = await createOrGet(item, wanted, tools);
  const proof = proofOf(found, meta.secret);
  const isDone = !item.hasFaces && isAsWanted(item, found);
  // Written down before anything is done with it. If the process dies before, the same proof is found again.
  await commits.commit(() => {
    items.identify(item.id, proof);
    if (isDone) items.end(item, 'done');
  });
  return isDone ? 'done' : found;
}

function proofOf({ origin, user, applied }: Identified, secret: string): Proof {
  return {
    origin,
    diditId: user.didit_internal_id,
    status: user.status,
    updatedAt: user.updated_at ?? undefined,
    applied,
    marks: origin === 'created' ? marksOf(user.record, secret) : undefined,
  };
}

/** Didit holds the profile and the status, and both are ours. */
function isAsWanted({ digest, wanted }: Item, { origin, user, applied }: Identified): boolean {
  return origin === 'created' && applied === digest && user.status === wanted;
}

function requireUser({ id, user }: Item): User {
  if (!user) throw new Error(`Item ${id} has lost its payload before it was done; the checkpoint was changed from outside.`);
  return user;
}
