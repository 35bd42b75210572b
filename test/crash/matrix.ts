import { onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { differences, type Person, people, toCsv, writeFaces } from '../helpers/people.js';
import { type Ended, environmentOf, Workdir } from '../helpers/program.js';

/** Where the program is killed; die-at.mjs says what each one is. */
export const POINTS = ['before-commit', 'after-commit', 'before-send', 'after-answer', 'before-erase', 'after-erase'] as const;
export type Point = (typeof POINTS)[number];

const DIE_AT = new URL('die-at.mjs', import.meta.url).pathname;
const COUNT = 6;

/** What the run that is killed was doing: migrating an export, or taking in a second one that corrects some people and adds others. */
export const SCENARIOS = ['the first export', 'a second export'] as const;
export type Scenario = (typeof SCENARIOS)[number];
const RUN = [
  'run',
  'customers.csv',
  '--faces',
  'faces',
  '--yes',
  '--checkpoint',
  'crash.db',
  '--report',
  'report',
  '--request-timeout',
  '300ms',
];

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
  const before = people(COUNT);
  const rows = scenario === 'the first export' ? before : corrected(before);
  await writeFaces(dir.path('faces'), rows);
  if (scenario === 'a second export') {
    dir.write('customers.csv', toCsv(before));
    const run = await dir.run(RUN, environmentOf(sandbox));
    if (run.code !== 0) throw new Error(run.story);
  }
  dir.write('customers.csv', toCsv(rows));

  const first = await dir.run(RUN, { ...environmentOf(sandbox), NODE_OPTIONS: `--import=${DIE_AT}`, DIE_AT: `${point} ${nth}` });
  const second = await dir.run(RUN, environmentOf(sandbox));
  const wrong = [
    ...(first.signal === 'SIGKILL' || first.code === 0 ? [] : [`the first run ended with ${first.code}`]),
    ...(second.code === 0 ? [] : [`the second run ended with ${second.code}`]),
    ...differences(sandbox, rows),
    ...lostOrLeft(dir, rows, second),
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

/** Everything created is in the checkpoint, sums add up, and nothing personal is left in any of its files. */
function lostOrLeft(dir: Workdir, rows: readonly Person[], { code }: Ended): string[] {
  if (code !== 0) return [];
  const summary = JSON.parse(dir.read('report/summary.json'));
  const left = dir.list().filter((file) => file.startsWith('crash.db') && /findme/i.test(dir.read(file)));
  return [
    ...(summary.items.by_state.done === rows.length ? [] : [`the checkpoint holds ${JSON.stringify(summary.items.by_state)}`]),
    ...(summary.records.total === summary.records.used + summary.records.superseded
      ? []
      : [`the records are ${JSON.stringify(summary.records)}`]),
    ...left.map((file) => `${file} still holds a name`),
  ];
}
