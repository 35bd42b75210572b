import { describe, expect, test } from 'vitest';
import { killedAt, POINTS, SCENARIOS } from './matrix.js';

/** The whole matrix takes minutes: npm run test:crash. */
const MOST_PASSINGS = process.env.CRASH_MATRIX === 'whole' ? Number.POSITIVE_INFINITY : 2;

describe.each(SCENARIOS.flatMap((scenario) => POINTS.map((point) => [point, scenario] as const)))(
  'killed %s with %s',
  (point, scenario) => {
    test('and run again: nobody missing, nobody twice, each face once, right status, nothing personal left', {
      timeout: 600_000,
    }, async () => {
      let kills = 0;
      for (let nth = 1; nth <= MOST_PASSINGS; nth += 1) {
        // The short version meets the beginning and the middle of the work.
        const passing = MOST_PASSINGS === Number.POSITIVE_INFINITY ? nth : 1 + (nth - 1) * 7;
        const { killed, wrong, story } = await killedAt(point, passing, scenario);
        expect(wrong, story).toEqual([]);
        if (!killed) break;
        kills += 1;
      }
      expect(kills).toBeGreaterThan(0);
    });
  },
);
