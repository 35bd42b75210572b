import { type Checkpoint, eraseDeleted, type Item } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import type { ItemState } from '../model.js';
import { migrateItem } from './migrate-item.js';
import { keepPace } from './pace.js';
import { workThrough } from './pool.js';
import { removeDoubles } from './remove-doubles.js';
import type { Tools } from './tools.js';

export interface ApplyOptions {
  /** Items in flight at a time. */
  readonly concurrency: number;
  /** Begin at most so many new items, and at most so many that still lack a face; undefined for all. */
  readonly limit: number | undefined;
  /** `bound`: begin only those that `boundToIds` has read. */
  readonly begin?: 'all' | 'bound';
  /** Stops the run: aborted from outside by a signal, from inside by what stops it. */
  readonly stop: AbortController;
  readonly onItem?: (state: ItemState) => void;
}

/** At most so many items go alone, until one with a face has gone through. */
const PIONEERS = 5;
/** How often an open item is taken up again before what cannot be told stays unknown. */
const OPEN_ROUNDS = 2;

/**
 * Carries out the plan. Doing it again resumes: what is done is not in the work any more, what was begun comes first.
 * @throws MigrateError what stopped the run; everything is committed then and the same call goes on
 */
export async function apply(tools: Tools, options: ApplyOptions): Promise<void> {
  const { checkpoint, client } = tools;
  const { stop } = options;
  // The first reason counts; the other workers end at their next wait, after the calls in flight.
  const stopFor = (error: unknown) => {
    if (!stop.signal.aborted) stop.abort(error);
  };
  const endPace = keepPace(checkpoint, client, stopFor);
  let stoppedBy: unknown;
  try {
    const open = await workOnce(workOf(checkpoint, tools.faces !== undefined, options), tools, options, stopFor);
    await workOnOpen(open, tools, options, stopFor);
    await removeDoubles(tools);
  } catch (error) {
    stopFor(error);
    stoppedBy = stop.signal.reason;
  } finally {
    endPace();
  }
  // Erasing writes the file anew, for which a full disk has no room; the next run's end does it then.
  const diskFull = stoppedBy instanceof MigrateError && stoppedBy.code === 'disk_full';
  if (!diskFull) {
    checkpoint.images.deleteUnneeded();
    eraseDeleted(checkpoint.database);
  }
  if (stoppedBy !== undefined) throw stoppedBy;
}

/** Takes up each item once. Returns the ids of those whose end is still open. */
async function workOnce(
  work: Iterable<Item>,
  tools: Tools,
  options: ApplyOptions,
  stopFor: (error: unknown) => void,
): Promise<number[]> {
  const { client, checkpoint, faces } = tools;
  const open: number[] = [];
  let pioneers = 0;
  let through = false;
  const migrate = async (item: Item): Promise<void> => {
    try {
      const state = await migrateItem(item, tools);
      if (state === 'in progress') open.push(item.id);
      else options.onItem?.(state);
      pioneers += 1;
      through ||= state === 'done' && (!faces || checkpoint.faces.statesOf(item.id).includes('uploaded'));
    } catch (error) {
      stopFor(error);
      throw error;
    }
  };
  // A wrong key, a wrong target or a mapping that Didit does not take shows on the first items, not on a pool of them. In an outage
  // the pool opens all the same: one item that Didit chokes on must not keep the others from being tried.
  const room = () => (through || pioneers >= PIONEERS || client.calls.state().outages.length > 0 ? options.concurrency : 1);
  await workThrough(work, options.concurrency, migrate, room);
  return open;
}

/** Faces whose upload was not answered and that no list could settle: by now the list may have proven itself. */
async function workOnOpen(
  open: readonly number[],
  tools: Tools,
  options: ApplyOptions,
  stopFor: (error: unknown) => void,
): Promise<void> {
  let left = open;
  for (let round = 1; left.length > 0; round += 1) {
    if (round >= OPEN_ROUNDS) tools.faces?.list.giveUpHope();
    left = await workOnce(tools.checkpoint.items.withIds(left), tools, options, stopFor);
  }
}

/** Begun items first, so that a run that is stopped often leaves few half-made people. */
function* workOf({ items }: Checkpoint, withFaces: boolean, { limit, begin = 'all' }: ApplyOptions): Generator<Item> {
  yield* items.inState('in progress');
  // Waiting for a decision: it may have been taken in Didit's console, and looking costs a read.
  for (const item of items.inState('held')) if (item.diditId !== undefined && item.digest !== '') yield item;
  // Each by itself: whoever waits for a face may have nothing sent in this run, and would take the place of somebody new.
  if (withFaces) yield* firstOf(items.withPendingFaces(begin), limit);
  yield* firstOf(begin === 'bound' ? items.pendingWithin() : items.inState('pending'), limit);
}

function* firstOf<T>(source: Iterable<T>, most = Number.POSITIVE_INFINITY): Generator<T> {
  let count = 0;
  for (const each of source) {
    if (count >= most) return;
    count += 1;
    yield each;
  }
}
