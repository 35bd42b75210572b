import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readShard, type Shard, shardName, shardText, takes } from '../src/shard.js';

describe('a part is told', () => {
  test.each<[string, Record<string, string>, Shard]>([
    ['1/1', {}, { index: 1, of: 1 }],
    ['4/4', { JOB_COMPLETION_INDEX: '0' }, { index: 4, of: 4 }],
    ['/4', { JOB_COMPLETION_INDEX: '0' }, { index: 1, of: 4 }],
    ['/4', { JOB_COMPLETION_INDEX: '3' }, { index: 4, of: 4 }],
    ['/4', { AWS_BATCH_JOB_ARRAY_INDEX: '2', AWS_BATCH_JOB_ARRAY_SIZE: '9' }, { index: 3, of: 4 }],
    ['auto', { AWS_BATCH_JOB_ARRAY_INDEX: '2', AWS_BATCH_JOB_ARRAY_SIZE: '9' }, { index: 3, of: 9 }],
    ['auto', { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '9' }, { index: 3, of: 9 }],
    // A task that is sent again alone keeps its part, because the number of parts is said.
    ['/9', { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '1' }, { index: 3, of: 9 }],
  ])('by %s in %j', (text, environment, shard) => {
    expect(readShard(text, environment)).toEqual(shard);
  });
});

describe('what is no part is refused', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['2', {}, /^must be K\/N such as 2\/4/],
    ['0/4', {}, /1 to N of N parts/],
    ['5/4', {}, /1 to N of N parts/],
    ['1/0', {}, /1 to N of N parts/],
    ['1/10001', {}, /N at most 10000/],
    ['/4', {}, /finds none of JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX, SLURM_ARRAY_TASK_ID/],
    ['/4', { JOB_COMPLETION_INDEX: '4' }, /JOB_COMPLETION_INDEX with \/4/],
    ['/4', { JOB_COMPLETION_INDEX: 'x' }, /JOB_COMPLETION_INDEX with \/4/],
    ['/4', { SLURM_ARRAY_TASK_ID: '0' }, /--array=1-N/],
    ['/4', { SLURM_ARRAY_TASK_ID: '1', JOB_COMPLETION_INDEX: '1' }, /finds both JOB_COMPLETION_INDEX and SLURM_ARRAY_TASK_ID/],
    ['auto', { JOB_COMPLETION_INDEX: '1' }, /JOB_COMPLETION_INDEX does not tell: say \/N/],
    ['auto', { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '1' }, /SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT/],
  ])('%s in %j', (text, environment, problem) => {
    expect(readShard(text, environment)).toEqual({ problem: expect.stringMatching(problem) });
  });
});

test('every key falls to exactly one part', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.string(), (of, key) => {
      expect(Array.from({ length: of }, (_, at) => ({ index: at + 1, of })).filter((shard) => takes(shard, key))).toHaveLength(1);
    }),
  );
});

test('the parts are of a size', () => {
  const counts = [1, 2, 3, 4].map(
    (index) => Array.from({ length: 4000 }, (_, id) => `user-${id}`).filter((key) => takes({ index, of: 4 }, key)).length,
  );
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(100);
});

test('a key keeps its part for good', () => {
  // Checkpoints on disk rely on it.
  expect(['a', 'user-1', 'käse', '#1'].map((key) => [1, 2, 3, 4, 5].findIndex((index) => takes({ index, of: 5 }, key)))).toEqual([
    0, 2, 0, 4,
  ]);
});

test('a part has one text and one name', () => {
  const shard = { index: 2, of: 4 };
  expect([shardText(shard), shardName(shard)]).toEqual(['2/4', '2-of-4']);
  expect(readShard(shardText(shard), {})).toEqual(shard);
});
