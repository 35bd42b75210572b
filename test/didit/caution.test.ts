import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Caution, lessCareful, moreCareful, NO_CAUTION } from '../../src/didit/caution.js';

const facts = fc.record({
  inFlight: fc.integer({ min: 1, max: 300 }),
  accepted: fc.integer({ min: 0, max: 300 }),
  limit: fc.integer({ min: 1, max: 300 }),
});

function afterGood(caution: Caution, answers: number): Caution {
  return Array.from({ length: answers }).reduce<Caution>((now) => lessCareful(now), caution);
}

test('a 429 halves what may be under way, down to one', () => {
  const first = moreCareful(NO_CAUTION, { inFlight: 8, accepted: 0, limit: 240 });
  expect(first.atOnce).toBe(4);
  const second = moreCareful(first, { inFlight: 4, accepted: 0, limit: 240 });
  expect([second.atOnce, moreCareful(second, { inFlight: 1, accepted: 0, limit: 240 }).atOnce]).toEqual([2, 1]);
});

test('a count near our own limit is what somebody else leaves of it', () => {
  expect(moreCareful(NO_CAUTION, { inFlight: 8, accepted: 200, limit: 300 }).withheld).toBe(100);
});

test('a count far below it belongs to a shorter window: nothing is withheld', () => {
  expect(moreCareful(NO_CAUTION, { inFlight: 8, accepted: 50, limit: 3000 }).withheld).toBe(0);
});

test('good answers lead back to the full pace, and a lane that never met a 429 changes nothing', () => {
  const careful = moreCareful(NO_CAUTION, { inFlight: 8, accepted: 290, limit: 300 });
  expect(afterGood(careful, 1_000)).toMatchObject({ atOnce: undefined, withheld: 0 });
  expect(lessCareful(NO_CAUTION)).toBe(NO_CAUTION);
});

test('whatever comes, something may go out, and never more is withheld than there is', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(facts, fc.constant('good' as const)), { maxLength: 60 }), (story) => {
      let caution = NO_CAUTION;
      for (const event of story) {
        caution =
          event === 'good'
            ? lessCareful(caution)
            : moreCareful(caution, { ...event, limit: 300, accepted: Math.min(event.accepted, 300) });
        expect(caution.atOnce ?? 1).toBeGreaterThanOrEqual(1);
        expect(caution.withheld).toBeLessThanOrEqual(150);
      }
    }),
  );
});
