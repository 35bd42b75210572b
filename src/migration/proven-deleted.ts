import type { UndoItem } from '../checkpoint/index.js';
import type { Sorted } from '../didit/index.js';

/** A user that is to be deleted. */
export interface Doomed {
  readonly item: UndoItem;
  /** The spelling of its id that Didit shows. */
  readonly address: string;
  /** In milliseconds since 1970. */
  readonly lookedAt: number;
}

/**
 * Which of the users that a delete named are certainly deleted. Proof is a user that is not shown any more, or a count that leaves no
 * room for doubt: a GET may go on showing a deleted user (get page), so being shown proves nothing.
 * @param shownAfter the items whose user is still shown
 */
export function provenDeleted(
  batch: readonly Doomed[],
  answer: Sorted<number | null>,
  shownAfter: ReadonlySet<UndoItem>,
): UndoItem[] {
  const items = batch.map(({ item }) => item);
  const count = answer.kind === 'ok' ? answer.value : undefined;
  if (count === items.length) return items;
  // An id that matches nobody is not counted. Where an earlier delete of it was never answered, that one has done the work.
  if (count === 0 && items.every(({ asked }) => asked)) return items;
  return items.filter((item) => !shownAfter.has(item));
}
