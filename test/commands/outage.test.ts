import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { type FaultRule, type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { differences, type Person, people, toCsv, writeFaces } from '../helpers/people.js';
import { type Ended, environmentOf, Workdir } from '../helpers/program.js';

const RUN = ['run', 'customers.csv', '--faces', 'faces', '--yes', '--report', 'report'];
/** Reads go on working, which says nothing about writes. */
const NO_WRITES: FaultRule = { kind: '503-before', rate: 1, routes: ['create', 'patch', 'status', 'face-upload'] };
const NOTHING: FaultRule = { kind: '503-before', rate: 1 };

let dir: Workdir;
let sandbox: Sandbox;
let rows: Person[];

beforeEach(async () => {
  dir = new Workdir();
  sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off', latencyMs: [10, 40] });
  rows = people(40);
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  return () => sandbox.close();
});

/** A run whose server fails from the tenth person on, until `lastsMs` is over. */
async function outOrder(rule: FaultRule, maxOutage: string, lastsMs: number): Promise<Ended> {
  const running = dir.start([...RUN, '--max-outage', maxOutage], environmentOf(sandbox));
  while (sandbox.state.users.size < 10) await delay(5);
  sandbox.setFaults({ seed: 1, rules: [rule] });
  await Promise.race([running.ended, delay(lastsMs)]);
  sandbox.setFaults(undefined);
  return running.ended;
}

/** Requests whose method, route and status look like this. */
function answered(like: RegExp): number {
  return [...sandbox.state.requests].reduce((sum, [key, count]) => (like.test(key) ? sum + count : sum), 0);
}

test.each([
  ['writes answer 503 and reads work', NO_WRITES],
  ['nothing is answered but 503', NOTHING],
])(
  'while %s the run waits and asks now and then; nobody fails, and nothing is sent twice',
  async (_, rule) => {
    const run = await outOrder(rule, '1m', 4_000);
    expect(run.code, run.story).toBe(0);
    expect(differences(sandbox, rows)).toEqual([]);
    // What was on its way, up to five in a row for each of three classes, and a handful of probes: not four seconds of eight workers.
    expect(answered(/ 503$/)).toBeLessThan(40);
    const needed = rows.length * 2 + rows.filter(({ status }) => status === 'BLOCKED').length;
    expect(answered(/^(POST|PATCH) .* 20[01]$/)).toBe(needed);
  },
  60_000,
);

test('an outage longer than --max-outage stops the run with everybody pending, and the same command goes on', async () => {
  const stopped = await outOrder(NOTHING, '2s', 60_000);
  expect(stopped.code, stopped.story).toBe(3);
  expect(stopped.stderr).toContain('Didit has accepted no ');
  expect(stopped.stderr).toContain(
    'To go on: didit-migrate run customers.csv --faces faces --yes --report report --max-outage 2s',
  );
  const { by_state: states } = JSON.parse(dir.read('report/summary.json')).items;
  expect(states).toMatchObject({ failed: 0, held: 0, partial: 0 });
  expect(states.done + states['in progress'] + states.pending).toBe(rows.length);
  expect(states.pending).toBeGreaterThan(0);

  const resumed = await dir.run(RUN, environmentOf(sandbox));
  expect(resumed.code, resumed.story).toBe(0);
  expect(differences(sandbox, rows)).toEqual([]);
}, 60_000);
