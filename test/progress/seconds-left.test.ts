import { expect, test } from 'vitest';
import { secondsLeft } from '../../src/progress/seconds-left.js';

const limit = { requests: 240, windowMs: 60_000 };

test.each([
  ['what the limit allows, before a pace is known', { people: 100, writes: 240, limit, perMinute: undefined }, 60],
  ['the pace, where it is slower than the limit', { people: 100, writes: 240, limit, perMinute: 50 }, 120],
  ['the limit, where the pace was faster', { people: 100, writes: 2400, limit, perMinute: 5000 }, 600],
  ['the pace alone without a limit', { people: 100, writes: 200, limit: 'off', perMinute: 600 }, 10],
  ['nothing while nothing is known', { people: 100, writes: 200, limit: 'off', perMinute: undefined }, undefined],
  ['nothing left', { people: 0, writes: 12, limit, perMinute: 50 }, 0],
] as const)('%s', (_, left, seconds) => {
  expect(secondsLeft(left)).toBe(seconds);
});
