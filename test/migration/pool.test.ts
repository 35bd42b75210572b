import { expect, test } from 'vitest';
import { workThrough } from '../../src/migration/pool.js';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('everything is worked through, with no more at a time than allowed and nothing taken ahead', async () => {
  let running = 0;
  let most = 0;
  let taken = 0;
  const ended: number[] = [];
  function* source() {
    for (let n = 1; n <= 20; n += 1) {
      taken += 1;
      yield n;
    }
  }
  await workThrough(source(), 3, async (n) => {
    running += 1;
    most = Math.max(most, running);
    expect(taken - ended.length).toBeLessThanOrEqual(3);
    await pause(n % 3);
    running -= 1;
    ended.push(n);
  });
  expect(most).toBe(3);
  expect(ended.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('the first failure lets nothing new begin, and is thrown after what was begun has ended', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (n: number) => {
    begun.push(n);
    if (n === 2) throw new Error('the second failed');
    await pause(20);
    ended.push(n);
  };
  await expect(workThrough([1, 2, 3, 4, 5, 6], 3, work)).rejects.toThrow('the second failed');
  expect(begun).toEqual([1, 2, 3]);
  expect(ended).toEqual([1, 3]);
});

test('a source that fails is told after what was begun has ended', async () => {
  const ended: number[] = [];
  function* source() {
    yield 1;
    yield 2;
    throw new Error('no more to be read');
  }
  const work = async (n: number) => {
    await pause(10);
    ended.push(n);
  };
  await expect(workThrough(source(), 3, work)).rejects.toThrow('no more to be read');
  expect(ended).toEqual([1, 2]);
});
