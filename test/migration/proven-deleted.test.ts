import { expect, test } from 'vitest';
import type { UndoItem } from '../../src/checkpoint/index.js';
import type { Sorted } from '../../src/didit/index.js';
import { provenDeleted } from '../../src/migration/proven-deleted.js';

const item = (id: number, asked: boolean): UndoItem => ({
  id,
  vendorData: `p${id}`,
  wanted: 'ACTIVE',
  state: 'done',
  code: undefined,
  nonce: `n${id}`,
  origin: 'created',
  diditId: `d${id}`,
  statusBefore: undefined,
  statusSet: undefined,
  statusSeen: 'ACTIVE',
  updatedAtSeen: undefined,
  applied: undefined,
  marks: undefined,
  handledMs: undefined,
  faces: 0,
  asked,
});
const deleted = (count: number): Sorted<number> => ({ kind: 'ok', value: count });
const unanswered: Sorted<number> = { kind: 'unclear', sent: 'maybe', code: 'timed_out', detail: {} };

/** Ids of those that are proven. */
function proven(items: readonly UndoItem[], answer: Sorted<number>, shown: readonly UndoItem[]): number[] {
  return provenDeleted(
    items.map((one) => ({ item: one, address: one.vendorData, lookedAt: 0 })),
    answer,
    new Set(shown),
  ).map(({ id }) => id);
}

test('a count of all is a proof, though all are still shown', () => {
  const items = [item(1, false), item(2, false)];
  expect(proven(items, deleted(2), items)).toEqual([1, 2]);
});

test('a count of fewer proves those that are not shown any more', () => {
  const [one, two] = [item(1, false), item(2, false)];
  expect(proven([one, two], deleted(1), [two])).toEqual([1]);
});

test('without an answer being shown decides', () => {
  const [one, two] = [item(1, false), item(2, false)];
  expect(proven([one, two], unanswered, [two])).toEqual([1]);
});

test('a count of nobody proves what an earlier request was not answered for, and nothing else', () => {
  const [asked, fresh] = [item(1, true), item(1, false)];
  expect(proven([asked], deleted(0), [asked])).toEqual([1]);
  expect(proven([fresh], deleted(0), [fresh])).toEqual([]);
  expect(proven([asked], unanswered, [asked])).toEqual([]);
});
