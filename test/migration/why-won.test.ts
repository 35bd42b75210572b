import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Candidate, PersonRecord } from '../../src/checkpoint/index.js';
import { whatBecomes, whyWon } from '../../src/migration/why-won.js';
import { chooseWinner } from '../../src/migration/winner.js';
import { candidate, datedGroup, undatedGroup } from './candidates.js';

function recordOf(of: Candidate, about: Partial<PersonRecord> = {}): PersonRecord {
  return { ...of, name: String(of.number), former: undefined, row: undefined, reason: undefined, problems: [], ...about };
}

function reasons(...records: PersonRecord[]): string[] {
  return whyWon(records).map(({ record, wins, why }) => `${wins ? '✓' : '✗'} ${record.name}: ${why}`);
}

test.each([
  ['alone', [candidate(1)], ['✓ 1: the only record']],
  [
    'a newer final one',
    [candidate(1, { date: 1 }), candidate(2, { date: 2 })],
    ['✗ 1: older than record 2', '✓ 2: the newest final decision'],
  ],
  [
    'an unfinished newer one',
    [candidate(1, { date: 1 }), candidate(2, { date: 2, final: false })],
    ['✓ 1: the only final decision', '✗ 2: not final, and record 1 is'],
  ],
  [
    'none final',
    [candidate(1, { date: 1, final: false }), candidate(2, { date: 2, final: false })],
    ['✗ 1: older than record 2', '✓ 2: the newest record, as none is final'],
  ],
  [
    'no dates',
    [candidate(1, { status: 'BLOCKED' }), candidate(2)],
    [
      '✓ 1: the strictest final decision, because not all have a date; of equals the last',
      '✗ 2: not all have a date: record 1 is stricter, or comes later',
    ],
  ],
  [
    'an invalid newest one',
    [candidate(1, { date: 1 }), candidate(2, { date: 2, kind: 'invalid' })],
    ['✗ 1: older than record 2', '✓ 2: the newest final decision; it is invalid, so nobody is migrated'],
  ],
  [
    'ids in two cases',
    [candidate(1), candidate(2, { vendorData: 'P1' })],
    [
      '✗ 1: ids that differ in case are one person to Didit: nobody is migrated',
      '✗ 2: ids that differ in case are one person to Didit: nobody is migrated',
    ],
  ],
])('%s', (_, candidates, expected) => {
  expect(reasons(...candidates.map((of) => recordOf(of)))).toEqual(expected);
});

test('a decision that cannot be read is not called a final one', () => {
  const unread = candidate(2, { date: 2, kind: 'invalid', status: undefined });
  expect(reasons(recordOf(candidate(1, { date: 1 })), recordOf(unread))).toEqual([
    '✗ 1: older than record 2',
    '✓ 2: its decision cannot be read and may be a refusal, so nobody is migrated',
  ]);
});

test('what becomes of a person is what their records come to', () => {
  const passed = candidate(1, { date: 2 });
  const becomes = (...group: readonly Candidate[]) => whatBecomes(group.map((of) => recordOf(of)));
  expect(becomes(passed, candidate(2, { date: 1, status: 'BLOCKED', fraud: true }))).toEqual({
    by: '1',
    status: 'FLAGGED',
    fraudThenPass: true,
  });
  expect(becomes(passed, candidate(2, { date: 3, kind: 'invalid' }))).toMatchObject({ by: '2', status: undefined });
  expect(becomes(passed, candidate(2, { vendorData: 'P1' }))).toMatchObject({ by: undefined, status: undefined });
  expect(whatBecomes([recordOf(passed, { kind: 'skipped', outcome: 'skipped' })])).toBeUndefined();
});

test('skipped and superseded records take no part', () => {
  const skipped = recordOf(candidate(1), { kind: 'skipped', reason: 'a test', outcome: 'skipped' });
  const old = recordOf(candidate(2), { outcome: 'superseded' });
  expect(reasons(skipped, old, recordOf(candidate(3)))).toEqual([
    '✗ 1: skipped: a test',
    '✗ 2: a later export brings it again',
    '✓ 3: the only record',
  ]);
});

test('it is the record that decides which wins, and no other', () => {
  fc.assert(
    fc.property(fc.oneof(datedGroup, undatedGroup), (group) => {
      const decision = chooseWinner(group);
      const winners = whyWon(group.map((of) => recordOf(of))).flatMap(({ record, wins }) => (wins ? record.id : []));
      expect(winners).toEqual(decision.kind === 'collision' ? [] : [decision.winner.id]);
    }),
  );
});
