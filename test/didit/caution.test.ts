import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Caution, lessCareful, moreCareful, NO_CAUTION, pauseAfter, type Refusal } from '../../src/didit/caution.js';
import { withSharedKey } from './shared-key.js';

const refusal = (facts: Partial<Refusal> = {}): Refusal => ({
  now: 100_000,
  waitMs: 1000,
  told: 50,
  went: 50,
  sinceMs: 500,
  spanMs: 500,
  ...facts,
});

/** One good answer every 100 ms. */
function calmFor(caution: Caution, seconds: number, told: number): Caution {
  let calm = caution;
  for (let tenth = 1; tenth <= seconds * 10; tenth += 1) calm = lessCareful(calm, caution.changedAt + tenth * 100, told);
  return calm;
}

test('a lane that never met a 429 does not change', () => {
  expect(lessCareful(NO_CAUTION, 1, 50)).toBe(NO_CAUTION);
});

test('a burst that ended within the wait has filled one window of whole seconds: one request less is the ceiling', () => {
  expect(moreCareful(NO_CAUTION, refusal({ told: 500 }))).toMatchObject({ ceiling: 49, pace: 0.95 * 49 });
  expect(moreCareful(NO_CAUTION, refusal({ told: 500, spanMs: 1_400, waitMs: 5_000, went: 301 })).ceiling).toBe(50);
  expect(moreCareful(NO_CAUTION, refusal({ told: 30 })).pace).toBeCloseTo(0.95 * 30);
});

test('requests that took longer than the wait tell how fast they went through, and nothing about a ceiling', () => {
  const slow = moreCareful(NO_CAUTION, refusal({ told: 500, spanMs: 2_000 }));
  expect([slow.pace, slow.ceiling]).toEqual([25, undefined]);
});

test('a first request that meets a full window asks for a wait and little else', () => {
  expect(moreCareful(NO_CAUTION, refusal({ went: 0, waitMs: 58_000, told: 4 })).pace).toBeCloseTo(3.2);
  expect(moreCareful(NO_CAUTION, refusal({ went: 0, told: Number.POSITIVE_INFINITY })).pace).toBeUndefined();
});

test('refused at once again: a fifth slower; refused after a while: just below what went through, and remembered', () => {
  const first = moreCareful(NO_CAUTION, refusal({ told: 500 }));
  expect(moreCareful(first, refusal({ went: 5, sinceMs: 100 })).pace).toBeCloseTo(0.8 * (first.pace ?? 0));
  expect(moreCareful(first, refusal({ went: 60, sinceMs: 2_000 }))).toMatchObject({ ceiling: 30, pace: 0.95 * 30 });
  expect(moreCareful(first, refusal({ went: 500, sinceMs: 20_000 }))).toMatchObject({ ceiling: first.pace });
});

test('the pace comes back to the ceiling within a minute, rests there, and passes it in the next', () => {
  const first = moreCareful(NO_CAUTION, refusal({ told: 500, went: 101 }));
  const pace = (seconds: number) => calmFor(first, seconds, 500).pace ?? 0;
  expect(pace(20)).toBeGreaterThan(98);
  expect(pace(59)).toBeLessThanOrEqual(100);
  expect(pace(90)).toBeLessThan(101);
  expect(pace(120)).toBeGreaterThan(104);
  expect(calmFor(first, 300, 105)).toEqual(NO_CAUTION);
});

test('a pause is as long as was asked, and longer each time that it was in vain', () => {
  expect([0, 1, 2, 3, 4, 50].map((inVain) => pauseAfter(1_000, inVain))).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  expect([0, 5].map((inVain) => pauseAfter(60_000, inVain))).toEqual([60_000, 60_000]);
  expect(pauseAfter(0, 5_000)).toBe(0);
});

test('without a ceiling it grows from the start', () => {
  const first = moreCareful(NO_CAUTION, refusal({ told: 500, spanMs: 2_000 }));
  expect(calmFor(first, 5, 500).pace).toBeGreaterThan(1.05 * (first.pace ?? 0));
});

test('however long the wait was, the way back to the full pace takes minutes and not hours', () => {
  let caution = moreCareful(NO_CAUTION, refusal({ went: 0, waitMs: 60_000, told: 4 }));
  for (let again = 0; again < 30; again += 1)
    caution = moreCareful(caution, refusal({ went: 0, waitMs: 60_000, told: 4, sinceMs: 10 }));
  expect(calmFor(caution, 30 * 60, 4)).toEqual(NO_CAUTION);
});

test('whatever comes, the pace is a positive number and never above what was told', () => {
  const event = fc.record({
    waitMs: fc.integer({ min: 0, max: 3_600_000 }),
    went: fc.nat(10_000),
    sinceMs: fc.nat(1_000_000),
    good: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 80 }), (story) => {
      let [caution, now]: [Caution, number] = [NO_CAUTION, 0];
      for (const { good, ...facts } of story) {
        now += 1 + facts.sinceMs;
        const spanMs = facts.sinceMs / 2;
        caution = good ? lessCareful(caution, now, 50) : moreCareful(caution, refusal({ ...facts, spanMs, now }));
        expect(caution.pace ?? 1).toBeGreaterThan(0);
        expect(caution.pace ?? 1).toBeLessThanOrEqual(50);
      }
    }),
  );
});

describe.each([
  ['the server is stricter than was told', { limit: 50, windowMs: 1_000, others: 0, told: 50, requests: 1_000, least: 0.9 }],
  ['a third is taken by somebody else', { limit: 50, windowMs: 1_000, others: 50 / 3, told: 50, requests: 1_000, least: 0.91 }],
  ['the same for longer', { limit: 50, windowMs: 1_000, others: 50 / 3, told: 50, requests: 3_000, least: 0.94 }],
  ['half is taken', { limit: 50, windowMs: 1_000, others: 25, told: 50, requests: 1_000, least: 0.9 }],
  [
    'a third of a longer window is taken',
    { limit: 300, windowMs: 6_000, others: 50 / 3, told: 50, requests: 2_000, least: 0.88 },
  ],
  [
    'a third of Didit’s own window is taken',
    { limit: 300, windowMs: 60_000, others: 100 / 60, told: 5, requests: 2_000, least: 0.93 },
  ],
])('when %s', (_, key) => {
  test('some nine tenths or more of what is left are used, and at most three in a hundred requests are refused', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { used, refused } = withSharedKey({ ...key, seed });
      expect(used, `seed ${seed}`).toBeGreaterThan(key.least);
      expect(refused / (key.requests + refused), `seed ${seed}`).toBeLessThan(0.03);
    }
  });
});
