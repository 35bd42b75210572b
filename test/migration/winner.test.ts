import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../src/checkpoint/index.js';
import { chooseWinner } from '../../src/migration/winner.js';
import { strictness } from '../../src/model.js';
import { candidate, datedGroup, undatedGroup } from './candidates.js';

/** The kind of decision, with the id of the winner and the status where there are any. */
function decided(...group: Candidate[]): string {
  const decision = chooseWinner(group);
  if (decision.kind === 'collision') return 'collision';
  return [decision.kind, decision.winner.id, 'status' in decision ? decision.status : []].flat().join(' ');
}

const BLOCKED = { status: 'BLOCKED' } as const;
const FLAGGED = { status: 'FLAGGED' } as const;
const unfinished = { final: false } as const;
const unreadable = { kind: 'invalid', status: undefined, final: false } as const;

test.each<[string, Candidate[], string]>([
  ['one record decides', [candidate(1, FLAGGED)], 'item 1 FLAGGED'],
  ['the newest decides', [candidate(1, { date: 2 }), candidate(2, { date: 1, ...BLOCKED })], 'item 1 ACTIVE'],
  ['a later refusal decides', [candidate(1, { date: 1 }), candidate(2, { date: 2, ...BLOCKED })], 'item 2 BLOCKED'],
  [
    'an unfinished newer record never displaces a decision',
    [candidate(1, { date: 1 }), candidate(2, { date: 2, ...FLAGGED, ...unfinished })],
    'item 1 ACTIVE',
  ],
  [
    'among unfinished records the newest decides',
    [candidate(1, { date: 1, ...unfinished }), candidate(2, { date: 2, ...FLAGGED, ...unfinished })],
    'item 2 FLAGGED',
  ],
  ['without dates the last decides if all agree', [candidate(1), candidate(2)], 'item 2 ACTIVE'],
  ['without dates the strictest decides', [candidate(1), candidate(2, BLOCKED), candidate(3, FLAGGED)], 'item 2 BLOCKED'],
  ['one missing date is enough for that', [candidate(1, { date: 1, ...BLOCKED }), candidate(2)], 'item 1 BLOCKED'],
  [
    'at the same instant the strictest decides',
    [candidate(1, { date: 1, ...BLOCKED }), candidate(2, { date: 1 })],
    'item 1 BLOCKED',
  ],
  ['an invalid newest record decides', [candidate(1, { date: 1 }), candidate(2, { date: 2, kind: 'invalid' })], 'invalid 2'],
  ['an invalid older one does not', [candidate(1, { date: 1, kind: 'invalid' }), candidate(2, { date: 2 })], 'item 2 ACTIVE'],
  [
    'an unreadable decision may have been final',
    [candidate(1, { date: 1 }), candidate(2, { date: 2, ...unreadable })],
    'invalid 2',
  ],
  ['an unreadable decision without a date outweighs all', [candidate(1, BLOCKED), candidate(2, unreadable)], 'invalid 2'],
  ['an unreadable older one does not', [candidate(1, { date: 1, ...unreadable }), candidate(2, { date: 2 })], 'item 2 ACTIVE'],
  [
    'a fraud mark and a later pass',
    [candidate(1, { date: 1, ...BLOCKED, fraud: true }), candidate(2, { date: 2 })],
    'item 2 FLAGGED',
  ],
  [
    'a fraud mark on an unfinished record and a pass',
    [candidate(1, { date: 1 }), candidate(2, { date: 2, ...unfinished, fraud: true })],
    'item 1 FLAGGED',
  ],
  [
    'a fraud mark and a later refusal',
    [candidate(1, { date: 1, fraud: true }), candidate(2, { date: 2, ...BLOCKED })],
    'item 2 BLOCKED',
  ],
  ['ids that differ in case', [candidate(1), candidate(2, { vendorData: 'P1' })], 'collision'],
])('%s', (_, group, expected) => {
  expect(decided(...group)).toBe(expected);
});

describe('a later export', () => {
  const superseded = (...group: Candidate[]) => {
    const decision = chooseWinner(group);
    return 'superseded' in decision ? decision.superseded.map(({ id }) => id) : [];
  };
  const later = { exportId: 2 } as const;

  test('supersedes a record of the same provider id, whatever its date', () => {
    const group = [candidate(1, { providerId: 'a', date: 5, ...BLOCKED }), candidate(2, { ...later, providerId: 'a', date: 1 })];
    expect(superseded(...group)).toEqual([1]);
    expect(decided(...group)).toBe('item 2 ACTIVE');
  });

  test('supersedes where nothing tells the two apart', () => {
    expect(superseded(candidate(1, BLOCKED), candidate(2, later))).toEqual([1]);
    expect(superseded(candidate(1, { date: 1 }), candidate(2, { ...later, date: 1 }))).toEqual([1]);
  });

  test('adds to the others', () => {
    expect(superseded(candidate(1, { date: 1 }), candidate(2, { ...later, date: 2 }))).toEqual([]);
    expect(superseded(candidate(1, { providerId: 'a' }), candidate(2, { ...later, providerId: 'b' }))).toEqual([]);
    expect(superseded(candidate(1), candidate(2))).toEqual([]);
  });

  test('takes a corrected fraud mark away', () => {
    expect(decided(candidate(1, { ...BLOCKED, fraud: true }), candidate(2, later))).toBe('item 2 ACTIVE');
  });
});

test('nobody is ACTIVE whose newest final decision is a refusal', () => {
  fc.assert(
    fc.property(datedGroup, (group) => {
      const finals = group.filter(({ final }) => final).sort((a, b) => (b.date ?? 0) - (a.date ?? 0));
      fc.pre(finals[0] !== undefined && finals[0].status !== 'ACTIVE');
      expect(decided(...group)).not.toContain('ACTIVE');
    }),
  );
});

test('nobody with a fraud mark is ACTIVE', () => {
  fc.assert(
    fc.property(fc.oneof(datedGroup, undatedGroup), (group) => {
      fc.pre(group.some(({ fraud }) => fraud));
      expect(decided(...group)).not.toContain('ACTIVE');
    }),
  );
});

test('without dates nobody is laxer than the strictest final decision', () => {
  fc.assert(
    fc.property(undatedGroup, (group) => {
      const decision = chooseWinner(group);
      fc.pre(decision.kind === 'item');
      const strictest = Math.max(...group.filter(({ final }) => final).map(({ status }) => strictness(status ?? '') ?? 0));
      expect(strictness(decision.kind === 'item' ? decision.status : '')).toBeGreaterThanOrEqual(strictest);
    }),
  );
});

test('where every record has its own date, the order in which they come does not matter', () => {
  fc.assert(
    fc.property(
      datedGroup.chain((group) => fc.tuple(fc.constant(group), fc.shuffledSubarray(group, { minLength: group.length }))),
      ([group, shuffled]) => {
        expect(decided(...shuffled)).toBe(decided(...group));
      },
    ),
  );
});

test('missing fields are filled from the newest to the oldest valid record', () => {
  const decision = chooseWinner([
    candidate(1, { date: 1 }),
    candidate(2, { date: 4, ...unfinished }),
    candidate(3, { date: 3 }),
    candidate(4, { date: 2, kind: 'invalid' }),
  ]);
  expect('order' in decision && decision.order.map(({ id }) => id)).toEqual([3, 2, 1]);
});

test('a hundred thousand records under one id, as a mapping that takes the wrong column makes them, are decided', () => {
  const group = Array.from({ length: 100_000 }, (_, index) => candidate(index + 1, { date: index }));
  expect(decided(...group)).toBe('item 100000 ACTIVE');
});
