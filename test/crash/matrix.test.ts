import { expect, test } from 'vitest';
import { killedAt, POINTS, type Point, SCENARIOS } from './matrix.js';

const points = Object.keys(POINTS) as Point[];
/** The whole matrix takes minutes: npm run test:crash. The short one meets each point once, and each scenario. */
const whole = process.env.CRASH_MATRIX === 'whole';
const cases = points.flatMap((point, index) =>
  SCENARIOS.filter((_, number) => whole || number === index % SCENARIOS.length).map((scenario) => [point, scenario] as const),
);

test.for(cases)(
  'killed %s of %s, and run again: nobody missing, nobody twice, each face once, right status, nothing personal left',
  { timeout: 1_800_000 },
  async ([point, scenario], { task }) => {
    let kills = 0;
    do {
      const { killed, wrong, story } = await killedAt(point, kills + 1, scenario);
      expect(wrong, story).toEqual([]);
      if (!killed) break;
      kills += 1;
    } while (whole);
    expect(kills).toBeGreaterThan(0);
    task.meta.kills = kills;
  },
);
