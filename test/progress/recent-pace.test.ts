import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentPace } from '../../src/progress/recent-pace.js';

/** Notes these counts, one each second, in slices of ten. */
function paceOf(counts: readonly number[]): RecentPace {
  const pace = new RecentPace(10_000, 0);
  for (const [second, count] of counts.entries()) pace.note(count, second * 1000);
  return pace;
}

test('the burst at the beginning of a window is no pace', () => {
  expect(paceOf([0, 40, 40, 40]).perMinute()).toBeUndefined();
  expect(paceOf([0, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40]).perMinute()).toBe(240);
});

test('one slice in which nothing went is outvoted, and many are not', () => {
  const counts = (perSlice: readonly number[]) => {
    const sums = [0];
    for (const count of perSlice) {
      const before = sums.at(-1) ?? 0;
      sums.push(...Array.from({ length: 9 }, () => before), before + count);
    }
    return sums;
  };
  expect(paceOf(counts([40, 40, 0, 40, 40])).perMinute()).toBe(240);
  expect(paceOf(counts([40, 40, 0, 0, 0])).perMinute()).toBeUndefined();
  // What was long ago does not count any more.
  expect(paceOf(counts([0, 0, 0, 40, 40, 40, 40, 40])).perMinute()).toBe(240);
});

test('an even pace is told as it is, however seldom somebody looks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 35 }), (perSecond, every) => {
      const pace = new RecentPace(10_000, 0);
      for (let second = 0; second <= 200; second += every) pace.note(second * perSecond, second * 1000);
      expect(pace.perMinute()).toBeGreaterThan(perSecond * 60 * 0.05);
      expect(pace.perMinute()).toBeLessThan(perSecond * 60 * 4.5);
    }),
  );
});
