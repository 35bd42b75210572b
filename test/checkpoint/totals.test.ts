import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Checkpoint, temporaryCheckpoint } from '../../src/checkpoint/index.js';
import { freshCheckpoint, invalid, person, planRecords, skipped, withFace } from './records.js';

const planOf = fc.array(
  fc.record({
    kind: fc.constantFrom('user', 'with face', 'skipped', 'invalid'),
    id: fc.integer({ min: 1, max: 6 }),
    status: fc.constantFrom('ACTIVE', 'FLAGGED', 'BLOCKED'),
  }),
  { maxLength: 12 },
);
const ends = fc.array(fc.constantFrom('pending', 'in progress', 'done', 'partial', 'failed', 'held'), {
  minLength: 6,
  maxLength: 6,
});

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.entries(counts).reduce((total, [name, count]) => (name === 'total' ? total : total + count), 0);
}

function carryOut(checkpoint: Checkpoint, states: readonly string[]): void {
  for (const item of [...checkpoint.items.inState('pending')]) {
    const state = states[item.id % states.length];
    if (state === 'pending') continue;
    checkpoint.items.intendCreate(item.id, 'nonce');
    if (state === 'done' || state === 'partial' || state === 'failed' || state === 'held') checkpoint.items.end(item, state);
  }
}

test('totals add up whatever is planned, in one export or in several, and however far a run came', () => {
  fc.assert(
    fc.property(fc.array(planOf, { minLength: 1, maxLength: 3 }), ends, (exports, states) => {
      const checkpoint = temporaryCheckpoint();
      try {
        exports.forEach((records, index) => {
          const built = records.map(({ kind, id, status }, at) => {
            if (kind === 'skipped') return skipped(at + 1);
            if (kind === 'invalid') return invalid(at + 1, `p${id}`);
            return { ...(kind === 'user' ? person : withFace)(at + 1, `p${id}`), status };
          });
          planRecords(checkpoint, built, `${index}.csv`);
          carryOut(checkpoint, states);
        });
        const { totals } = checkpoint;
        for (const [index, { records }] of totals.exports().entries()) {
          expect(records.total).toBe(exports[index]?.length);
          expect(sum(records)).toBe(records.total);
        }
        const count = (table: string) => checkpoint.database.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n;
        expect(totals.items().total).toBe(count('items'));
        expect(sum(totals.items())).toBe(totals.items().total);
        expect(totals.people().byWanted.total).toBe(totals.items().total);
        expect(totals.faces().total).toBe(count('faces'));
        expect(count('(SELECT user_key FROM items GROUP BY user_key)')).toBe(count('items'));
      } finally {
        checkpoint.close();
      }
    }),
    { numRuns: 40 },
  );
});

describe('what is still to be sent', () => {
  test('is counted by what it costs', () => {
    const checkpoint = freshCheckpoint();
    planRecords(checkpoint, [
      withFace(1, 'p1'),
      person(2, 'p2', { status: 'BLOCKED' }),
      withFace(3, 'p3'),
      withFace(4, 'p4'),
      person(5, 'p5'),
    ]);
    const work = { people: 5, creates: 5, changes: 0, statusChanges: 1, updates: 0, statusUpdates: 0, lookups: 0 };
    const all = { ...work, faces: 3, facesFound: 0, facesLinked: 0, facesMissing: 0 };
    expect(checkpoint.totals.remaining()).toEqual({ ...all, pending: all });

    const [first, second, third, fourth] = checkpoint.items.inState('pending');
    if (!first || !second || !third || !fourth) throw new Error('There are five.');
    checkpoint.items.identify(1, {
      origin: 'created',
      diditId: 'd1',
      status: 'ACTIVE',
      updatedAt: undefined,
      applied: 'digest 1',
    });
    checkpoint.items.end(second, 'held', 'status_conflict');
    checkpoint.items.end(third, 'failed', 'rejected');
    checkpoint.items.end(fourth, 'done');
    expect(checkpoint.totals.remaining()).toMatchObject({
      people: 3,
      creates: 2,
      statusChanges: 0,
      lookups: 2,
      faces: 2,
      pending: { people: 1, creates: 1, lookups: 0, faces: 0 },
    });
    expect(checkpoint.totals.facesLeft()).toBe(1);
  });

  test('tells users of ours that a later export changes from those that only the policy update changes', () => {
    const checkpoint = freshCheckpoint();
    const ids = ['ours', 'ours to be flagged', 'there before', 'held'];
    planRecords(
      checkpoint,
      ids.map((id, index) => person(index + 1, id)),
    );
    for (const item of [...checkpoint.items.inState('pending')]) {
      const origin = item.vendorData.startsWith('ours') ? 'created' : 'existing';
      const applied = origin === 'created' ? item.digest : undefined;
      checkpoint.items.identify(item.id, { origin, diditId: `d${item.id}`, status: 'ACTIVE', updatedAt: undefined, applied });
      checkpoint.items.end(item, 'done');
    }
    expect(checkpoint.totals.remaining()).toMatchObject({ people: 0, lookups: 0 });

    const statuses = ['ACTIVE', 'FLAGGED', 'ACTIVE', 'BLOCKED'] as const;
    planRecords(
      checkpoint,
      ids.map((id, index) => person(index + 11, id, { status: statuses[index] })),
      'b.csv',
    );
    const held = [...checkpoint.items.inState('pending')].find(({ vendorData }) => vendorData === 'held');
    if (!held) throw new Error('It is pending again.');
    checkpoint.items.end(held, 'held', 'status_conflict');
    expect(checkpoint.totals.remaining()).toMatchObject({
      people: 4,
      creates: 0,
      changes: 2,
      statusChanges: 1,
      updates: 2,
      statusUpdates: 1,
      lookups: 4,
      pending: { people: 3, changes: 2, updates: 1, lookups: 3 },
    });
  });
});

test('problems are counted by record, with the first of them named', () => {
  const checkpoint = freshCheckpoint();
  const twice = {
    ...invalid(8, 'p8'),
    problems: [{ code: 'date_unreadable', field: 'a' } as const, { code: 'date_unreadable', field: 'b' } as const],
  };
  planRecords(checkpoint, [twice, ...Array.from({ length: 6 }, (_, index) => invalid(index + 10, `p${index + 10}`))]);
  expect(checkpoint.totals.problems()).toEqual([
    { code: 'date_unreadable', count: 7, examples: ['8', '10', '11', '12', '13'], detail: { field: 'a' } },
  ]);
  planRecords(checkpoint, [person(1, 'p1')], 'b.csv');
  expect(checkpoint.totals.problems()).toMatchObject([{ examples: ['a.csv:8', 'a.csv:10', 'a.csv:11', 'a.csv:12', 'a.csv:13'] }]);
});

test('people, origins, decisions and codes are counted', () => {
  const checkpoint = freshCheckpoint();
  planRecords(checkpoint, [
    person(1, 'p1'),
    person(2, 'P1'),
    withFace(3, 'p3'),
    person(4, 'p4', { status: 'BLOCKED', former: 'no', statusRow: 'refused' }),
    skipped(5),
  ]);
  const { totals, items, faces } = checkpoint;
  expect(totals.duplicates()).toBe(1);
  expect(totals.skipped()).toEqual({ company: 1 });
  expect(totals.verdicts()).toEqual([
    { former: 'yes', status: 'ACTIVE', row: 'passed', count: 3 },
    { former: 'no', status: 'BLOCKED', row: 'refused', count: 1 },
  ]);
  expect(totals.people().byWanted).toEqual({ ACTIVE: 2, FLAGGED: 0, BLOCKED: 1, total: 3 });
  for (const item of [...items.inState('pending')]) {
    items.identify(item.id, {
      origin: item.vendorData === 'p3' ? 'existing' : 'created',
      diditId: `d${item.id}`,
      status: 'ACTIVE',
      updatedAt: undefined,
      applied: undefined,
    });
    if (item.vendorData === 'p4') items.end(item, 'held', 'status_conflict');
    for (const { id } of faces.pendingOf(item.id))
      faces.refuse(id, { code: 'face_too_small', detail: { limit: 200 } }, undefined);
  }
  expect(totals.people().byOrigin).toEqual({ created: 2, existing: 1, total: 3 });
  expect(totals.itemCodes()).toEqual([{ code: 'status_conflict', count: 1, examples: ['4'], detail: {} }]);
  expect(totals.faceCodes()).toEqual([{ code: 'face_too_small', count: 1, examples: ['3'], detail: { limit: 200 } }]);
});

test('people who look alike are counted once for each id, with the first of their records', () => {
  const checkpoint = freshCheckpoint();
  const alike = { person: 'same' };
  planRecords(checkpoint, [
    person(1, 'a', alike),
    person(2, 'b'),
    person(3, 'c', alike),
    person(4, 'C', alike),
    person(5, 'd', { person: 'other' }),
  ]);
  expect(checkpoint.totals.lookAlikes()).toEqual({ people: 2, groups: 1, examples: ['1', '3', '4'] });
});
