import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PaceMinute } from '../../../src/checkpoint/index.js';
import { rate, slicesOf } from '../../../src/report/page/timeline.js';

const minute = (at: number, about: Partial<PaceMinute> = {}): PaceMinute => ({
  minute: at,
  people: 1,
  writes: 2,
  reads: 3,
  throttled: 0,
  outageMs: 0,
  limit: 240,
  ...about,
});

test('nothing is lost, slices follow each other, and there are about as many as were asked for', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(5_000), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      (times, most) => {
        const minutes = times.toSorted((a, b) => a - b).map((at) => minute(at));
        const slices = slicesOf(minutes, most);
        const sum = (name: 'people' | 'writes' | 'reads') => slices.reduce((total, slice) => total + slice[name], 0);
        expect([sum('people'), sum('writes'), sum('reads')]).toEqual([minutes.length, 2 * minutes.length, 3 * minutes.length]);
        expect(slices.every(({ from }, index) => index === 0 || from >= (slices[index - 1]?.to ?? 0))).toBe(true);
        expect(slices.length).toBeLessThanOrEqual(most + 1 + slices.filter(({ afterPause }) => afterPause).length);
      },
    ),
  );
});

test('a run that rests for days is not drawn as days of nothing', () => {
  const slices = slicesOf([minute(10), minute(11), minute(9_000), minute(9_001)], 100);
  expect(slices.map(({ from, afterPause }) => [from / 60_000, afterPause])).toEqual([
    [10, false],
    [11, false],
    [9_000, true],
    [9_001, false],
  ]);
});

test('a rate is by the minute, however many minutes a slice has', () => {
  const [slice] = slicesOf([minute(0, { writes: 200 }), minute(1, { writes: 240 })], 1);
  expect(slice && rate(slice.writes, slice)).toBe(220);
});
