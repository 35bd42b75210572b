/** The whole client against every reading of the pages that contradict each other: a reading that breaks it is found here. */
import pLimit from 'p-limit';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../../src/commands/run.js';
import { PROFILE_NAMES, parseProfile, READINGS, type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import type { RunSettings } from '../../src/settings.js';
import { differences, people, requestsOf, toCsv, writeFaces } from '../helpers/people.js';
import { Workdir } from '../helpers/program.js';

const PROFILES = [
  ...PROFILE_NAMES,
  ...READINGS.flatMap(([topic, [, ...others]]) => others.map((reading) => `${topic}=${reading}`)),
];
const PEOPLE = 10;

/** A sandbox that reads the pages like this, an export of mixed-case ids with faces, and settings for a run. */
async function prepare(profile: string) {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off', profile: parseProfile(profile) });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  const rows = people(PEOPLE);
  const faces = dir.path('faces');
  await writeFaces(faces, rows);
  const settings: RunSettings = {
    exports: [dir.write('customers.csv', toCsv(rows))],
    faces,
    ...targetOf(sandbox),
    checkpoint: dir.path('a.db'),
    report: dir.path('report'),
    yes: true,
    progress: false,
    logLevel: 'silent',
  };
  return { sandbox, rows, dir, settings };
}

function targetOf({ baseUrl, apiKey, organizationId, applicationId }: Sandbox) {
  const limits = { writeLimit: 'off', readLimit: 'off', requestTimeout: '1s' };
  return { baseUrl, apiKey, organizationId, applicationId, ...limits };
}

const withKey = PROFILES.filter((profile) => profile !== 'faces=bearer');

/** Migrates everybody through faults, and once more without the checkpoint: what is wrong afterwards. */
async function migrateTwice(profile: string): Promise<string[]> {
  const { sandbox, rows, dir, settings } = await prepare(profile);
  const touched = () => [...sandbox.state.users.values()].map((user) => `${user.didit_internal_id} ${Number(user.updated_at)}`);
  sandbox.setFaults({
    seed: 1,
    rules: [
      { kind: '500-after', rate: 1, routes: ['create'], after: 1, until: 3 },
      { kind: 'reset-before', rate: 1, routes: ['create', 'status'], after: 4, until: 5 },
      // One alone: after an unanswered upload the run waits until nothing can arrive late any more.
      { kind: '500-after', rate: 1, routes: ['face-upload'], after: 2, until: 3 },
    ],
  });
  const first = await run(settings);
  const wrong = [
    `first: exit ${first.exitCode}, ${sandbox.state.faultCount === 4 ? 'faults' : 'no faults'}`,
    ...differences(sandbox, rows),
  ];

  sandbox.setFaults(undefined);
  const before = touched();
  const second = await run({ ...settings, checkpoint: dir.path('lost.db') });
  const kept = touched().join() === before.join() ? 'nobody touched' : 'somebody touched';
  const done = second.summary.items.by_state.done;
  return [...wrong, `second: exit ${second.exitCode}, ${done} done, ${kept}`, ...differences(sandbox, rows)];
}

test('under every profile everybody is migrated once through faults, and nobody is doubled by a run that has lost its checkpoint', async () => {
  const few = pLimit(4);
  const ends = await Promise.all(withKey.map((profile) => few(async () => [profile, await migrateTwice(profile)] as const)));
  const good = ['first: exit 0, faults', `second: exit 0, ${PEOPLE} done, nobody touched`];
  expect(Object.fromEntries(ends)).toEqual(Object.fromEntries(withKey.map((profile) => [profile, good])));
}, 120_000);

test.each(withKey)(
  'under %s an existing user is updated, and a deleted one is made again',
  async (profile) => {
    const { sandbox, rows, dir, settings } = await prepare(profile);
    await run({ ...settings, faces: false });
    const [kept, gone] = rows;
    if (!kept || !gone) throw new Error('There are two at least.');
    await post(sandbox, '/v3/users/delete/', {
      [parseProfile(profile)['delete-body'] === 'vendor_data' ? 'vendor_data' : 'vendor_data_list']: [gone.vendor_data],
    });
    expect(sandbox.state.users.size).toBe(PEOPLE - 1);

    const changed = dir.write('changed.csv', toCsv([{ ...kept, status: 'FLAGGED' }, gone]));
    const again = { ...settings, exports: [changed], checkpoint: dir.path('b.db'), onExisting: 'update' as const };
    expect(await run(again)).toMatchObject({ exitCode: 0, summary: { items: { by_state: { done: 2 } } } });
    expect(sandbox.state.users.size).toBe(PEOPLE);
    const flagged = [...sandbox.state.users.values()].find(
      ({ vendor_data }) => vendor_data.toLowerCase() === kept.vendor_data.toLowerCase(),
    );
    expect([flagged?.status, flagged?.faces.length]).toEqual(['FLAGGED', 1]);
  },
  60_000,
);

test('under faces=bearer the run stops before the faces, says how to go on without, and then everybody is there', async () => {
  const { sandbox, rows, settings } = await prepare('faces=bearer');
  const { exitCode, stopped } = await run(settings);
  expect(exitCode).toBe(3);
  expect(`${stopped?.message}\n${stopped?.help}`).toContain('--no-faces');
  expect(await run({ ...settings, faces: false })).toMatchObject({ exitCode: 0 });
  expect(differences(sandbox, rows, 0)).toEqual([]);
}, 60_000);

test.each(['default', 'bad-key=403'])('under %s a wrong key stops the run with nothing written', async (profile) => {
  const { sandbox, settings } = await prepare(profile);
  const { exitCode } = await run({ ...settings, apiKey: 'sk_test_wrong' });
  expect(exitCode).toBe(3);
  expect(sandbox.state.users.size).toBe(0);
  expect(requestsOf(sandbox).writes).toBeLessThanOrEqual(1);
});

async function post({ baseUrl, apiKey }: Sandbox, path: string, body: object): Promise<void> {
  const response = await fetch(baseUrl + path, { method: 'POST', headers: { 'x-api-key': apiKey }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}.`);
}
