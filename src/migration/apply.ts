import { type Checkpoint, eraseDeleted, type Item } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import type { ItemState } from '../model.js';
import { migrateItem } from './migrate-item.js';
import { keepPace } from './pace.js';
import { workThrough } from './pool.js';
import type { Tools } from './tools.js';

export interface ApplyOptions {
  /** Items in flight at a time. */
  readonly concurrency: number;
  /** Begin at most so many new items; undefined for all. */
  readonly limit: number | undefined;
  /** Stops the run: aborted from outside by a signal, from inside by what stops it. */
  readonly stop: AbortController;
  readonly onItem?: (state: ItemState) => void;
}

/** At most so many items go alone, until one with a face has gone through. */
const PIONEERS = 5;

/**
 * Carries out the plan. Doing it again resumes: what is done is not in the work any more, what was begun comes first.
 * @throws MigrateError what stopped the run; everything is committed then and the same call goes on
 */
export async function apply(tools: Tools, { concurrency, limit, stop, onItem }: ApplyOptions): Promise<void> {
  const { checkpoint } = tools;
  const work = workOf(checkpoint, tools.faces !== undefined, limit);
  // The first reason counts; the other workers end at their next wait, with the calls in flight let finish.
  const stopFor = (error: unknown) => {
    if (!stop.signal.aborted) stop.abort(error);
  };
  const endPace = keepPace(checkpoint, tools.client, stopFor);

  const migrate = async (item: Item): Promise<ItemState> => {
    try {
      const state = await migrateItem(item, tools);
      onItem?.(state);
      return state;
    } catch (error) {
      stopFor(error);
      throw error;
    }
  };

  let stoppedBy: unknown;
  try {
    // A wrong key, a wrong target or a mapping that Didit does not take shows on the first items, not on a pool of them.
    await pioneer(work, migrate, tools);
    await workThrough(work, concurrency, async (item) => void (await migrate(item)));
  } catch (error) {
    stoppedBy = stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    endPace();
  }
  // Erasing writes the file anew, for which a full disk has no room; the next run's end does it then.
  const diskFull = stoppedBy instanceof MigrateError && stoppedBy.code === 'disk_full';
  if (!diskFull) eraseDeleted(checkpoint.database);
  if (stoppedBy !== undefined) throw stoppedBy;
}

/** Begun items first, so that a run that is stopped often leaves few half-made people. */
function* workOf({ items }: Checkpoint, withFaces: boolean, limit: number | undefined): Generator<Item> {
  yield* items.inState('in progress');
  // Waiting for a decision: it may have been taken in Didit's console, and looking costs a read.
  yield* items.inState('held');
  if (withFaces) yield* items.withPendingFaces();
  let begun = 0;
  for (const item of items.inState('pending')) {
    if (limit !== undefined && begun >= limit) return;
    begun += 1;
    yield item;
  }
}

async function pioneer(
  work: Iterator<Item>,
  migrate: (item: Item) => Promise<ItemState>,
  { checkpoint, faces }: Tools,
): Promise<void> {
  for (let alone = 0; alone < PIONEERS; alone += 1) {
    const next = work.next();
    if (next.done) return;
    const state = await migrate(next.value);
    if (state === 'done' && (!faces || checkpoint.faces.statesOf(next.value.id).includes('uploaded'))) return;
  }
}
