import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BACKOFF, backoff } from '../../src/didit/backoff.js';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a wait lies between nothing and the doubled base, and never above the cap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), random, (attempt, luck) => {
      const wait = backoff(attempt, luck);
      expect(Number.isInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(Math.min(BACKOFF.capMs, BACKOFF.baseMs * 2 ** (attempt - 1)));
    }),
  );
});

test('the ceiling doubles with each try until the cap', () => {
  const ceilings = [1, 2, 3, 4, 5].map((attempt) => backoff(attempt, 1, { baseMs: 100, capMs: 700 }));
  expect(ceilings).toEqual([100, 200, 400, 700, 700]);
});
