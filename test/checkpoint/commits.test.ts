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
  const { commits, meta, file } = freshCheckpoint();
  const reader = readCheckpoint(file);
  const seen: (string | undefined)[] = [];
  const step = (value: string) => () => {
    seen.push(meta.get('requests'), reader.meta.get('requests'));
    meta.set('requests', value);
  };
  await Promise.all([commits.commit(step('first')), commits.commit(step('second')), commits.commit(step('third'))]);
  // Each change sees the one before it; nobody else sees any until all are there.
  expect(seen).toEqual([undefined, undefined, 'first', undefined, 'second', undefined]);
  expect(reader.meta.get('requests')).toBe('third');
  reader.close();
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
