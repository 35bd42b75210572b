import { expect, test } from 'vitest';
import { personRecords } from '../../src/checkpoint/index.js';
import { freshCheckpoint, invalid, person, planRecords, skipped } from './records.js';

test('every record of a person, in the order of the exports and named by their files', () => {
  const checkpoint = freshCheckpoint();
  const skip = { ...skipped(3), userKey: 'a', vendorData: 'a' };
  planRecords(checkpoint, [person(1, 'A'), person(2, 'b'), skip], 'first.csv');
  planRecords(checkpoint, [invalid(1, 'a'), person(2, 'A', { date: 7, fraud: true })], 'second.csv');
  expect(personRecords(checkpoint.database, 'a')).toMatchObject([
    { name: 'first.csv:1', kind: 'user', vendorData: 'A', status: 'ACTIVE', row: 'passed', final: true },
    { name: 'first.csv:3', kind: 'skipped', reason: 'company' },
    { name: 'second.csv:1', kind: 'invalid', problems: [{ code: 'date_unreadable' }] },
    { name: 'second.csv:2', date: 7, fraud: true },
  ]);
  expect(personRecords(checkpoint.database, 'nobody')).toEqual([]);
});
