import { beforeEach, expect, test } from 'vitest';
import { type Checkpoint, personRecords } from '../../src/checkpoint/index.js';
import { freshCheckpoint, person, planRecords, skipped } from './records.js';

let checkpoint: Checkpoint;
beforeEach(() => {
  checkpoint = freshCheckpoint();
});

const count = () => checkpoint.database.get<{ n: number }>('SELECT count(*) AS n FROM verdicts')?.n;

test('records of which the mapping makes the same share it, also those of a later export', () => {
  planRecords(checkpoint, [person(1, 'p1'), person(2, 'p2'), skipped(3), skipped(4)]);
  expect(count()).toBe(2);
  planRecords(checkpoint, [person(1, 'p5')], 'later.csv');
  expect(count()).toBe(2);
});

test('what differs in anything is kept apart, and so is a word from its absence', () => {
  const differing = [
    person(1, 'p1', { former: undefined }),
    person(2, 'p2', { former: 'null' }),
    person(3, 'p3', { former: '' }),
    person(4, 'p4', { former: 'a', statusRow: 'b' }),
    person(5, 'p5', { former: 'a","b', statusRow: undefined }),
    person(6, 'p6', { final: undefined }),
    person(7, 'p7', { fraud: true }),
  ];
  planRecords(checkpoint, differing);
  expect(count()).toBe(differing.length);
  for (const { former, userKey = '' } of differing)
    expect(personRecords(checkpoint.database, userKey)).toMatchObject([{ former, status: 'ACTIVE' }]);
});

test('words that are all different are found again, however many they are', () => {
  const all = Array.from({ length: 1500 }, (_, at) => person(at + 1, `p${at}`, { former: `word ${at}` }));
  planRecords(checkpoint, all);
  planRecords(checkpoint, all, 'later.csv');
  expect(count()).toBe(1500);
});
