import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { differences, people, toCsv, writeFaces } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

/** Where a rollback is killed, as die-at.mjs tells places. */
const POINTS = {
  'before a commit': '^before COMMIT$',
  'after a commit': '^after COMMIT$',
  'before a request': '^before (GET|POST|PATCH|DELETE) /',
  'after an answer': '^after (GET|POST|PATCH|DELETE) /',
  'before the intent of a delete': '^before INSERT INTO undone \\(item_id, didit_id, asked_at\\)',
  'between intent and delete': '^before POST /v3/users/delete/',
  'with a delete on its way': '^sent POST /v3/users/delete/',
  'after a delete was answered': '^after POST /v3/users/delete/',
  'with a status on its way': '^sent PATCH .*/update-status/',
  'with the deletion of a face on its way': '^sent DELETE ',
  'between noting and forgetting': '^before DELETE FROM faces WHERE item_id',
} as const;
type Point = keyof typeof POINTS;

/** What is rolled back: a migration that has ended, or one that was killed with a face on its way. */
const SCENARIOS = ['a migration', 'a migration that was killed'] as const;

const DIE_AT = new URL('die-at.mjs', import.meta.url).pathname;
const SHARED = '--checkpoint crash.db --report report --request-timeout 300ms --yes'.split(' ');
const RUN = ['run', 'customers.csv', '--faces', 'faces', '--on-existing', 'update', ...SHARED];
const ROLLBACK = ['rollback', ...SHARED];
const COUNT = 6;
/** Here before the migration, without faces, both ACTIVE; the export wants the second one FLAGGED. */
const BEFORE = ['user-1', 'user-3'];

/** The whole matrix takes minutes: npm run test:crash. The short one meets once each point that only a rollback has. */
const whole = process.env.CRASH_MATRIX === 'whole';
const points = Object.keys(POINTS) as Point[];
const cases = points
  .slice(whole ? 0 : points.indexOf('between intent and delete'))
  .flatMap((point, index) =>
    SCENARIOS.filter((_, number) => whole || number === index % 2).map((scenario) => [point, scenario] as const),
  );

test.for(cases)(
  'rollback killed %s of %s, and called again: what was there before is as it was, all else is gone, and a run makes it anew',
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

async function killedAt(point: Point, nth: number, scenario: (typeof SCENARIOS)[number]) {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  const environment = environmentOf(sandbox);
  const dying = (args: readonly string[], place: string, passing: number) =>
    dir.run(args, {
      ...environment,
      NODE_OPTIONS: `--import=${DIE_AT}`,
      DIE_AT: JSON.stringify({ point: place, nth: passing }),
    });
  const rows = people(COUNT);
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  for (const vendor_data of BEFORE)
    await fetch(`${sandbox.baseUrl}/v3/users/create/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': sandbox.apiKey },
      body: JSON.stringify({ vendor_data, status: 'ACTIVE' }),
    });
  const ids = BEFORE.map((id) => sandbox.state.users.get(id)?.didit_internal_id);
  const migration =
    scenario === 'a migration' ? await dir.run(RUN, environment) : await dying(RUN, '^sent POST .*/faces/upload/', 4);

  const first = await dying(ROLLBACK, POINTS[point], nth);
  const second = await dir.run(ROLLBACK, environment);
  const left = [...sandbox.state.users.values()];
  const wrong = [
    ...(first.signal === 'SIGKILL' || first.code === 0 ? [] : [`the first rollback ended with ${first.code}`]),
    ...(second.code === 0 ? [] : [`the second rollback ended with ${second.code}`]),
    ...(JSON.stringify(left.map((user) => user.didit_internal_id)) === JSON.stringify(ids)
      ? []
      : [`there are ${left.map((user) => user.vendor_data).join(', ')}`]),
    ...left.flatMap((user) => (user.status === 'ACTIVE' ? [] : [`${user.vendor_data} is ${user.status}`])),
    ...left.flatMap((user) => (user.faces.length === 0 ? [] : [`${user.vendor_data} has ${user.faces.length} faces`])),
  ];
  const again = await dir.run(RUN, environment);
  const anew = [...(again.code === 0 ? [] : [`the run ended with ${again.code}`]), ...differences(sandbox, rows)];
  const story = [migration, first, second, again].map((ended) => ended.story).join('\n\n');
  return { killed: first.signal === 'SIGKILL', wrong: [...wrong, ...anew], story };
}
