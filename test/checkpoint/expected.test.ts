import { expect, test } from 'vitest';
import { freshCheckpoint, invalid, person, planRecords, skipped } from './records.js';

const ids = (...names: string[]) => names.map((name) => ({ userKey: name.toLowerCase(), vendorData: name }));

test('both ways, by user key, with what the plan makes of each and why', () => {
  const checkpoint = freshCheckpoint();
  const unread = { ...invalid(6, 'nobody'), userKey: undefined, vendorData: undefined };
  planRecords(checkpoint, [person(1, 'a'), person(2, 'B'), skipped(3), invalid(4, 'd'), invalid(5, 'e'), unread]);
  const { expected } = checkpoint;
  expected.add(ids('A', 'x', 'S3'));
  expected.add(ids('d', 'X'));
  expected.settle();
  expect(expected.size()).toEqual({ ids: 5, repeated: 1 });
  expect([...expected.missing()]).toEqual([
    { vendorData: 'x', fate: 'absent', why: [], record: undefined },
    { vendorData: 'S3', fate: 'skipped', why: ['company'], record: '3' },
    { vendorData: 'd', fate: 'invalid', why: ['date_unreadable'], record: '4' },
  ]);
  expect([...expected.unexpected()]).toEqual([
    { vendorData: 'B', fate: 'used', why: [], record: '2' },
    { vendorData: 'e', fate: 'invalid', why: ['date_unreadable'], record: '5' },
  ]);
  expect(expected.recordsWithoutId()).toBe(1);
});

test('one record that can be used makes the person, whatever the others are', () => {
  const checkpoint = freshCheckpoint();
  planRecords(checkpoint, [{ ...skipped(1), userKey: 'a', vendorData: 'a' }, invalid(2, 'a'), person(3, 'a')]);
  const { expected } = checkpoint;
  expected.add(ids('a'));
  expected.settle();
  expect([...expected.missing(), ...expected.unexpected()]).toEqual([]);
});
