import type { Checkpoint, UndoItem, UndoOutcome, UndoReason } from '../checkpoint/index.js';
import type { Client, DiditUser, Patience, Sorted } from '../didit/index.js';
import { isTryAgain } from '../errors.js';
import { addressOf } from './address.js';
import { inBatches } from './in-batches.js';
import { keepPace } from './pace.js';
import { workThrough } from './pool.js';
import { type Doomed, provenDeleted } from './proven-deleted.js';
import { findUser } from './read-back.js';
import { restoreUser } from './restore-user.js';
import { isDeleted, type RollbackStep, rollbackStep } from './rollback-step.js';

export interface RollbackTools {
  readonly client: Client;
  readonly checkpoint: Checkpoint;
}

export interface RollbackOptions {
  /** `look`: nothing is written to Didit. */
  readonly mode: 'look' | 'write';
  /** Look at so many people at most; undefined for all. */
  readonly limit: number | undefined;
  /** A look that is older than this, in milliseconds, is taken again before anything is deleted by it: the lanes may have waited. */
  readonly lookLastsMs?: number;
  /** Stops the rollback: aborted from outside by a signal, from inside by what stops it. */
  readonly stop: AbortController;
  readonly onItem?: (outcome: UndoOutcome) => void;
}

/** Users deleted by one request: few, so that each was looked at just before, and a count that does not fit leaves few in doubt. */
const BATCH = 10;
const BATCHES_AT_A_TIME = 2;
const LOOK_LASTS_MS = 10_000;

/** An item and what is to be done about it, by what Didit showed at a moment. */
interface Looked {
  readonly item: UndoItem;
  readonly shown: DiditUser | undefined;
  readonly step: RollbackStep;
  readonly at: number;
}

/**
 * Takes back what this checkpoint has made in Didit, and nothing else. Everything is decided by looking at the user right before, so
 * doing it again goes on where it stopped.
 * @throws MigrateError what stopped it; everything is committed then and the same call goes on
 */
export async function rollback(tools: RollbackTools, options: RollbackOptions): Promise<void> {
  const { checkpoint, client } = tools;
  const { stop, limit } = options;
  const stopFor = (error: unknown) => {
    if (!stop.signal.aborted) stop.abort(error);
  };
  const endPace = keepPace(checkpoint, client, stopFor);
  try {
    const batches = inBatches(checkpoint.undo.items(), BATCH, limit);
    await workThrough(batches, BATCHES_AT_A_TIME, async (batch) => {
      try {
        await undoTogether(batch, tools, options);
      } catch (error) {
        stopFor(error);
        throw error;
      }
    });
  } catch (error) {
    stopFor(error);
    throw stop.signal.reason;
  } finally {
    endPace();
  }
}

async function undoTogether(
  batch: readonly UndoItem[],
  tools: RollbackTools,
  options: RollbackOptions,
  patience?: Patience,
): Promise<void> {
  const looked = await Promise.all(batch.map((item) => look(item, tools, options)));
  const doomed = (await Promise.all(looked.map((one) => one && undoOne(one, tools, options)))).filter((one) => one !== undefined);
  const [first, ...others] = doomed.filter(({ item }) => !item.asked);
  if (first) await deleteTogether([first, ...others], tools, options, patience);
  // An id that was asked for before may match nobody any more, so its count is wanted by itself.
  for (const one of doomed) if (one.item.asked) await deleteTogether([one], tools, options, patience);
}

/** Everything but deleting; who is to be deleted is returned. */
async function undoOne(
  { item, shown, step, at }: Looked,
  tools: RollbackTools,
  options: RollbackOptions,
): Promise<Doomed | undefined> {
  if (step.kind === 'keep') await note(item, 'kept', step.why, tools, options);
  // Whoever is missing after a delete of ours was deleted by it.
  else if (step.kind === 'gone' || !shown) await note(item, item.asked ? 'deleted' : 'gone', [], tools, options);
  else if (step.kind === 'restore' && options.mode === 'look') await note(item, 'to restore', step.why, tools, options);
  else if (step.kind === 'restore') await restore(item, shown, step, tools, options);
  else {
    const known = { ...item, diditId: shown.didit_internal_id };
    if (options.mode === 'write') return { item: known, address: addressOf(item, shown), lookedAt: at };
    await note(known, 'to delete', [], tools, options);
  }
  return undefined;
}

async function look(item: UndoItem, tools: RollbackTools, options: RollbackOptions): Promise<Looked | undefined> {
  const { client, checkpoint } = tools;
  let looked: Looked | undefined;
  const spent = await spentBy(async () => {
    const shown = await findUser(item.vendorData, client, client.calls.patience());
    looked = { item, shown, step: rollbackStep(item, shown, checkpoint.meta.secret), at: Date.now() };
  });
  if (spent) await note(item, 'unproven', ['unread'], tools, options);
  return looked;
}

/** Thrown before a delete goes out. */
class LookedTooLongAgo extends Error {}

/** One request for all of them; those that it leaves in doubt are looked at again and asked for one by one. */
async function deleteTogether(
  doomed: readonly [Doomed, ...Doomed[]],
  tools: RollbackTools,
  options: RollbackOptions,
  patience: Patience = tools.client.calls.patience(),
): Promise<void> {
  const { client, checkpoint } = tools;
  const [first, ...others] = doomed;
  const items = doomed.map(({ item }) => item);
  const noteAll = (which: readonly UndoItem[], outcome: UndoOutcome, why: readonly UndoReason[]) =>
    Promise.all(which.map((item) => note(item, outcome, why, tools, options)));
  const againEach = async (which: readonly UndoItem[], withPatience?: Patience) => {
    for (const item of which) await undoTogether([item], tools, options, withPatience);
  };
  const intend = async () => {
    if (doomed.some(({ lookedAt }) => Date.now() - lookedAt > (options.lookLastsMs ?? LOOK_LASTS_MS)))
      throw new LookedTooLongAgo();
    // If the process dies after this commit, whoever of these is missing then was deleted by this request.
    await checkpoint.commits.commit(() => checkpoint.undo.ask(items));
  };
  let answer: Sorted<number | null>;
  try {
    answer = await client.deleteUsers([first.address, ...others.map(({ address }) => address)], intend);
  } catch (error) {
    if (error instanceof LookedTooLongAgo) return againEach(items, patience);
    throw error;
  }
  const proven = provenDeleted(doomed, answer, await stillShown(doomed, client));
  await noteAll(proven, 'deleted', []);
  const open = items.filter((item) => !proven.includes(item));
  if (open.length === 0) return;

  if (answer.kind === 'unclear') {
    const unclear = answer;
    if (await spentBy(() => patience.wait('delete', unclear))) await noteAll(open, 'unproven', ['unread']);
    else
      await againEach(
        open.map((item) => ({ ...item, asked: true })),
        others.length > 0 ? undefined : patience,
      );
  } else if (others.length === 0) await noteAll(open, 'unproven', [answer.kind === 'refused' ? 'refused' : 'still_shown']);
  else {
    await checkpoint.commits.commit(() => checkpoint.undo.unask(open));
    await againEach(open);
  }
}

async function stillShown(doomed: readonly Doomed[], client: Client): Promise<ReadonlySet<UndoItem>> {
  const shown = new Set<UndoItem>();
  const look = async ({ item }: Doomed) => {
    const user = await findUser(item.vendorData, client, client.calls.patience());
    if (user && !isDeleted(user) && user.didit_internal_id === item.diditId) shown.add(item);
  };
  // One that cannot be read may be there.
  await Promise.all(doomed.map(async (one) => (await spentBy(() => look(one))) && shown.add(one.item)));
  return shown;
}

/** Was the patience with Didit's answers used up in this? */
async function spentBy(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (isTryAgain(error)) return true;
    throw error;
  }
}

async function restore(
  item: UndoItem,
  shown: DiditUser,
  step: Extract<RollbackStep, { kind: 'restore' }>,
  tools: RollbackTools,
  options: RollbackOptions,
): Promise<void> {
  let left: readonly UndoReason[] = [];
  const spent = await spentBy(async () => {
    left = await restoreUser(item, shown, step.status, tools);
  });
  const why = [...step.why, ...left, ...(spent ? (['unread'] as const) : [])];
  await note(item, spent || left.length > 0 ? 'unproven' : 'restored', why, tools, options);
}

async function note(
  item: UndoItem,
  outcome: UndoOutcome,
  why: readonly UndoReason[],
  { checkpoint }: RollbackTools,
  { onItem }: RollbackOptions,
): Promise<void> {
  await checkpoint.commits.commit(() => checkpoint.undo.note(item, outcome, why));
  onItem?.(outcome);
}
