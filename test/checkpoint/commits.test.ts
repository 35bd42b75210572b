import { expect, test } from 'vitest';
import { readCheckpoint } from '../../src/checkpoint/index.js';
import { freshCheckpoint } from './records.js';

test('a commit resolves only when another connection can see it', async () => {
  const checkpoint = freshCheckpoint();
  const reader = readCheckpoint(checkpoint.file);
  const seen: (string | undefined)[] = [];
  const set = async (value: string) => {
    await checkpoint.commits.commit(() => checkpoint.meta.set('requests', value));
    seen.push(reader.meta.get('requests'));
  };
  await set('first');
  await set('second');
  expect(seen).toEqual(['first', 'second']);
  reader.close();
});

test('what comes in the same turn is one transaction, in the order in which it came', async () => {
  const { commits, database } = freshCheckpoint();
  database.run('CREATE TABLE log (n INTEGER)');
  const before = database.get<{ data_version: number }>('PRAGMA data_version');
  let inside = 0;
  const counts = () => {
    database.run('INSERT INTO log VALUES (?)', [inside]);
    inside += 1;
  };
  const commitsOfTheTurn = [commits.commit(counts), commits.commit(counts), commits.commit(counts)];
  expect(inside).toBe(0);
  await Promise.all(commitsOfTheTurn);
  expect(database.all<{ n: number }>('SELECT n FROM log ORDER BY rowid').map(({ n }) => n)).toEqual([0, 1, 2]);
  expect(database.get('PRAGMA data_version')).toEqual(before);
});

test('one change that fails fails the whole group, and the next group is not touched', async () => {
  const { commits, meta } = freshCheckpoint();
  const fail = () => {
    throw new Error('cannot be written');
  };
  const results = await Promise.allSettled([commits.commit(() => meta.set('requests', 'lost')), commits.commit(fail)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(meta.get('requests')).toBeUndefined();
  await commits.commit(() => meta.set('requests', 'kept'));
  expect(meta.get('requests')).toBe('kept');
});
