import { beforeEach, describe, expect, test } from 'vitest';
import type { Checkpoint, Item } from '../../src/checkpoint/index.js';
import { freshCheckpoint, person, planRecords, withFace } from './records.js';

let checkpoint: Checkpoint;
beforeEach(() => {
  checkpoint = freshCheckpoint();
});

const one = (): Item => {
  for (const state of ['pending', 'in progress', 'held'] as const)
    for (const item of checkpoint.items.inState(state)) return item;
  throw new Error('There is no open item.');
};
const originals = () =>
  checkpoint.database.all<{ record_id: number }>('SELECT record_id FROM originals').map((row) => row.record_id);

test('all items of a state come in the order of the plan, however many pages they fill', () => {
  planRecords(
    checkpoint,
    Array.from({ length: 450 }, (_, index) => person(index + 1, `p${index + 1}`)),
  );
  expect([...checkpoint.items.inState('pending')].map(({ vendorData }) => vendorData)).toEqual(
    Array.from({ length: 450 }, (_, index) => `p${index + 1}`),
  );
});

test('an item that changes its state while they are walked through comes once', () => {
  planRecords(
    checkpoint,
    Array.from({ length: 450 }, (_, index) => person(index + 1, `p${index + 1}`)),
  );
  let seen = 0;
  for (const item of checkpoint.items.inState('pending')) {
    seen += 1;
    checkpoint.items.intendCreate(item.id, 'nonce');
    checkpoint.items.end(item, 'done');
  }
  expect(seen).toBe(450);
});

describe('an intent to create', () => {
  beforeEach(() => planRecords(checkpoint, [person(1, 'p1')]));

  test('is kept with its mark and with what it carried', () => {
    checkpoint.items.intendCreate(1, 'nonce');
    expect(one()).toMatchObject({ state: 'in progress', nonce: 'nonce', intended: 'digest 1', diditId: undefined });
    checkpoint.items.intendCreate(1, 'nonce');
    expect(one()).toMatchObject({ intended: 'digest 1' });
  });

  test('that was repeated with another content may have carried either', () => {
    checkpoint.items.intendCreate(1, 'nonce');
    planRecords(checkpoint, [person(2, 'p1')], 'b.csv');
    checkpoint.items.intendCreate(1, 'nonce');
    expect(one()).toMatchObject({ digest: 'digest 2', intended: 'several' });
  });
});

describe('an identified user', () => {
  const identify = (origin: 'created' | 'existing', applied: string | undefined) => {
    planRecords(checkpoint, [person(1, 'p1')]);
    checkpoint.items.identify(1, { origin, diditId: 'd1', status: 'FLAGGED', updatedAt: 'monday', applied });
  };
  const statusBefore = () => checkpoint.database.get('SELECT status_before FROM items');

  test('is known by its id from then on', () => {
    identify('created', 'digest 1');
    expect(one()).toMatchObject({
      state: 'in progress',
      origin: 'created',
      diditId: 'd1',
      statusSeen: 'FLAGGED',
      applied: 'digest 1',
    });
    expect(statusBefore()).toEqual({ status_before: null });
  });

  test('that was there before keeps the status it had then', () => {
    identify('existing', undefined);
    checkpoint.items.see(1, 'BLOCKED', undefined);
    expect(statusBefore()).toEqual({ status_before: 'FLAGGED' });
    expect(one()).toMatchObject({ statusSeen: 'BLOCKED' });
  });

  test('is seen with its time, but not over a correction that is still to be made', () => {
    identify('created', 'digest 1');
    checkpoint.items.see(1, 'ACTIVE', 'tuesday');
    expect(one()).toMatchObject({ statusSeen: 'ACTIVE', updatedAtSeen: 'tuesday' });
    planRecords(checkpoint, [person(2, 'p1')], 'b.csv');
    checkpoint.items.see(1, 'FLAGGED', 'wednesday');
    expect(one()).toMatchObject({ statusSeen: 'FLAGGED', updatedAtSeen: 'tuesday' });
    checkpoint.items.apply(1, 'digest 2');
    checkpoint.items.see(1, 'FLAGGED', 'thursday');
    expect(one()).toMatchObject({ applied: 'digest 2', updatedAtSeen: 'thursday' });
  });
});

describe('the end of an item', () => {
  test('as done erases all that is personal of the person', () => {
    planRecords(checkpoint, [person(1, 'p1'), person(2, 'P1'), person(3, 'p3')], 'a.csv');
    planRecords(checkpoint, [person(4, 'p1')], 'b.csv');
    const item = [...checkpoint.items.inState('pending')].find(({ recordId }) => recordId === 4);
    if (!item) throw new Error('The person has no item.');
    checkpoint.database.run("UPDATE items SET payload = '{}' WHERE id = ?", [item.id]);
    checkpoint.items.end(item, 'done');
    expect(originals()).toEqual([3]);
    expect(checkpoint.database.all('SELECT payload FROM items WHERE payload IS NOT NULL')).toEqual([]);
  });

  test.each(['partial', 'failed', 'held'] as const)('as %s keeps the record for the human who will look at it', (state) => {
    planRecords(checkpoint, [person(1, 'p1')]);
    checkpoint.items.end(one(), state, 'rejected', { status: 400 });
    expect(originals()).toEqual([1]);
    expect([...checkpoint.report.results()]).toMatchObject([{ state, code: 'rejected' }]);
  });

  test('as done forgets an earlier reason', () => {
    planRecords(checkpoint, [person(1, 'p1')]);
    checkpoint.items.end(one(), 'held', 'status_conflict');
    checkpoint.items.end(one(), 'done');
    expect([...checkpoint.report.results()]).toMatchObject([{ state: 'done', code: null }]);
  });
});

test('who is done with a face to come is found', () => {
  planRecords(checkpoint, [withFace(1, 'p1'), withFace(2, 'p2'), person(3, 'p3')]);
  for (const item of checkpoint.items.inState('pending')) {
    if (item.id === 2) checkpoint.faces.uploaded(2, 'uuid');
    checkpoint.items.end(item, 'done');
  }
  expect([...checkpoint.items.withPendingFaces('all')].map(({ vendorData }) => vendorData)).toEqual(['p1']);
});
