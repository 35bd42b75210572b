import { expect, onTestFinished, test } from 'vitest';
import { parseFaults, startSandbox } from '../../src/sandbox/index.js';
import { differences, people, toCsv, writeFaces } from '../helpers/people.js';
import { environmentOf, type Running, Workdir } from '../helpers/program.js';

/** In the whole crash test three hundred kills; here a taste of them. */
const [SEEDS, KILLS_EACH] = process.env.CRASH_MATRIX === 'whole' ? [30, 10] : [1, 5];
/** A run is killed after at most so many answers: some hundred are needed in all. */
const MOST_REQUESTS = 14;
const COUNT = 40;
const RUN = ['run', 'customers.csv', '--faces', 'faces', '--yes', '--request-timeout', '300ms', '--log-level', 'silent'];
/** Faults that a killed process makes worse: work that was done and never answered, and answers that come late. */
const FAULTS = '500-after=3%,503-before=3%,reset-after=4%,reset-before=2%,hang-after=1%,late=1%,truncated=2%';

test.for(Array.from({ length: SEEDS }, (_, index) => index + 1))(
  'seed %i: killed at any time under faults, and run again until done, everybody is there once and right',
  { timeout: 300_000 },
  async (seed, { task }) => {
    let beforeKill = Number.POSITIVE_INFINITY;
    let running: Running | undefined;
    const sandbox = await startSandbox({
      writeLimit: 'off',
      readLimit: 'off',
      latencyMs: [5, 40],
      faults: { seed, rules: parseFaults(FAULTS) },
      // By work and not by the clock, or a slow machine would kill most runs before they have begun to send.
      onRequest: () => --beforeKill === 0 && running?.process.kill('SIGKILL'),
    });
    onTestFinished(() => sandbox.close());
    const dir = new Workdir();
    const rows = people(COUNT);
    dir.write('customers.csv', toCsv(rows));
    await writeFaces(dir.path('faces'), rows);

    let kills = 0;
    for (let runs = 1; ; runs += 1) {
      beforeKill = kills < KILLS_EACH ? 1 + ((seed * 7919 + runs * 104_729) % MOST_REQUESTS) : Number.POSITIVE_INFINITY;
      running = dir.start(RUN, environmentOf(sandbox));
      const ended = await running.ended;
      if (ended.signal === 'SIGKILL') {
        kills += 1;
        continue;
      }
      expect(ended.code, ended.story).toBe(0);
      break;
    }
    expect(kills).toBeGreaterThan(0);
    task.meta.kills = kills;
    expect(differences(sandbox, rows)).toEqual([]);
    for (const { vendor_data } of rows) expect(sandbox.state.everCreated.get(vendor_data.toLowerCase())).toHaveLength(1);
  },
);
