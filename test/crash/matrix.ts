import { onTestFinished } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { differences, type Person, people, toCsv, writeFaces } from '../helpers/people.js';
import { type Ended, environmentOf, Workdir } from '../helpers/program.js';

/** Where the program is killed, as die-at.mjs tells places. */
export const POINTS = {
  'before a commit': '^before COMMIT$',
  'after a commit': '^after COMMIT$',
  'before a request': '^before (GET|POST|PATCH) /',
  'with a request on its way': '^sent (GET|POST|PATCH) /',
  'after an answer': '^after (GET|POST|PATCH) /',
  'before the intent of a create': "^before UPDATE items SET state = 'in progress', nonce",
  'after a create was answered': '^after POST /v3/users/create/',
  'between create and status': '^before PATCH .*/update-status/$',
  'between status and face': '^after PATCH .*/update-status/$',
  'between preparing and uploading a face': '^before UPDATE faces SET marker',
  'with a face on its way': '^sent POST .*/faces/upload/',
  'in the middle of a merge':
    '^after (INSERT INTO items|UPDATE items SET spelled|UPDATE records SET outcome|UPDATE exports SET sha256)',
  'before erasing': '^before VACUUM$',
  'in the middle of erasing': '^during VACUUM$',
  'between erasing and truncating the log': '^before PRAGMA wal_checkpoint',
  'after truncating the log': '^after PRAGMA wal_checkpoint',
} as const;
export type Point = keyof typeof POINTS;

/**
 * What the run that is killed was doing: migrating an export, or taking in a second one that corrects some people and adds others,
 * after a first that had ended or one that was killed with creates on their way.
 */
export const SCENARIOS = ['the first export', 'a second export', 'a second export over open intents'] as const;
export type Scenario = (typeof SCENARIOS)[number];

const DIE_AT = new URL('die-at.mjs', import.meta.url).pathname;
const COUNT = 6;
const OPTIONS = '--faces faces --yes --checkpoint crash.db --report report --request-timeout 300ms';
const RUN = ['run', 'customers.csv', ...OPTIONS.split(' ')];

export interface CrashStory {
  /** False when the program ended before it came to the point so often. */
  readonly killed: boolean;
  /** What is wrong afterwards: on the server's side, in the checkpoint, in the files. */
  readonly wrong: readonly string[];
  readonly story: string;
}

/** A migration that is killed at the `nth` passing of a point, and then run again as the user would. */
export async function killedAt(point: Point, nth: number, scenario: Scenario): Promise<CrashStory> {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  const environment = environmentOf(sandbox);
  const dying = (place: string, passing: number) =>
    dir.run(RUN, {
      ...environment,
      NODE_OPTIONS: `--import=${DIE_AT}`,
      DIE_AT: JSON.stringify({ point: place, nth: passing }),
    });

  const before = people(COUNT);
  const rows = scenario === 'the first export' ? before : corrected(before);
  await writeFaces(dir.path('faces'), rows);
  if (scenario !== 'the first export') {
    dir.write('customers.csv', toCsv(before));
    const ready =
      scenario === 'a second export' ? await dir.run(RUN, environment) : await dying('^sent POST /v3/users/create/', 4);
    if (ready.code !== 0 && ready.signal !== 'SIGKILL') throw new Error(ready.story);
  }
  dir.write('customers.csv', toCsv(rows));

  const first = await dying(POINTS[point], nth);
  const second = await dir.run(RUN, environment);
  const wrong = [
    ...(first.signal === 'SIGKILL' || first.code === 0 ? [] : [`the first run ended with ${first.code}`]),
    ...(second.code === 0 ? [] : [`the second run ended with ${second.code}`]),
    ...differences(sandbox, rows),
    ...rows.flatMap((row) => (hasName(sandbox, row) ? [] : `${row.vendor_data} has another name`)),
    ...lostOrLeft(dir, sandbox, rows, second),
  ];
  return { killed: first.signal === 'SIGKILL', wrong, story: `${first.story}\n\n${second.story}` };
}

/** Whoever was in review is refused by now, one has another name, and two are new. */
function corrected(rows: readonly Person[]): Person[] {
  return [...rows, ...people(COUNT + 2).slice(COUNT)].map((row, index) => {
    if (row.status === 'FLAGGED') return { ...row, status: 'BLOCKED' };
    return index === 0 ? { ...row, full_name: 'Testa Findmeanother' } : row;
  });
}

function hasName({ state }: Sandbox, { vendor_data, full_name }: Person): boolean {
  return state.users.get(vendor_data.toLowerCase())?.profile.full_name === full_name;
}

/** Everything created is in the checkpoint, sums add up, and nothing personal is left in any of its files. */
function lostOrLeft(dir: Workdir, { state }: Sandbox, rows: readonly Person[], { code }: Ended): string[] {
  if (code !== 0) return [];
  const summary = JSON.parse(dir.read('report/summary.json'));
  const results = dir.read('report/results.csv');
  const left = dir.list().filter((file) => file.startsWith('crash.db') && /findme/i.test(dir.read(file)));
  return [
    ...(summary.items.by_state.done === rows.length ? [] : [`the checkpoint holds ${JSON.stringify(summary.items.by_state)}`]),
    ...(summary.records.total === summary.records.used + summary.records.superseded
      ? []
      : [`the records are ${JSON.stringify(summary.records)}`]),
    ...[...state.everCreated.values()]
      .flat()
      .filter(({ didit_internal_id }) => !results.includes(didit_internal_id))
      .map((user) => `${user.vendor_data} was created and is not in the results`),
    ...left.map((file) => `${file} still holds a name`),
  ];
}
