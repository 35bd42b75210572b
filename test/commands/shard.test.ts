import { copyFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { userKey } from '../../src/model.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { takes } from '../../src/shard.js';
import { people, toCsv, writeFaces } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

const CUSTOMERS = toCsv(people(24).map((row) => ({ ...row, face: '' })));

async function rehearsal() {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  dir.write('customers.csv', CUSTOMERS);
  const stem = `didit-migrate-${sandbox.applicationId.slice(0, 8)}`;
  return { sandbox, dir, stem, environment: environmentOf(sandbox) };
}

test('parts that run beside each other make everybody once, each with a checkpoint of its own', async () => {
  const { sandbox, dir, stem, environment } = await rehearsal();
  const runs = await Promise.all(
    ['0', '1', '2'].map((index) =>
      dir.run(['run', 'customers.csv', '--yes', '--shard', '/3'], { ...environment, JOB_COMPLETION_INDEX: index }),
    ),
  );
  for (const run of runs) expect(run.code, run.story).toBe(0);
  expect(runs[0]?.stdout).toMatch(/records +24\n +used +\d+\n +of people in other parts +\d+/);
  expect(sandbox.state.users.size).toBe(24);
  expect(sandbox.state.requests.get('POST /v3/users/create/ 201')).toBe(24);
  expect(dir.list()).toEqual(expect.arrayContaining([1, 2, 3].map((index) => `${stem}-${index}-of-3.db`)));
});

test('another cut of what was begun is refused, and nothing is sent', async () => {
  const { sandbox, dir, stem, environment } = await rehearsal();
  const run = (...args: string[]) => dir.run(['run', 'customers.csv', '--yes', ...args], environment);
  expect((await run('--shard', '1/3')).code).toBe(0);
  const sent = new Map(sandbox.state.requests);
  for (const args of [
    ['--shard', '1/4'],
    [],
    ['--shard', '2/3', '--checkpoint', `${stem}-1-of-3.db`],
    ['--shard', '1/4', '--checkpoint', `${stem}-1-of-3.db`],
    ['--checkpoint', `${stem}-1-of-3.db`],
  ]) {
    const refused = await run(...args);
    expect(refused.code, refused.story).toBe(2);
    expect(refused.stderr).toMatch(/1-of-3\.db holds part 1\/3; this run is for (part \d\/\d|all people)\./);
  }
  expect(sandbox.state.requests).toEqual(sent);
  expect(dir.list().filter((name) => name.endsWith('.db'))).toEqual([`${stem}-1-of-3.db`]);
});

test('a checkpoint that a doctor has made is no cut: nobody was begun in it', async () => {
  const { dir, stem, environment } = await rehearsal();
  const doctor = await dir.run(['doctor', '--write-test'], environment);
  expect(dir.list(), doctor.story).toContain(`${stem}.db`);
  const run = await dir.run(['run', 'customers.csv', '--yes', '--shard', '1/3'], environment);
  expect(run.code, run.story).toBe(0);
});

test('a dry run of a part counts what the others have, and does not take their images for nobody’s', async () => {
  const { dir } = await rehearsal();
  const all = await dir.run(['validate', 'customers.csv', '--json']);
  const parts = await Promise.all(
    [1, 2].map((index) => dir.run(['validate', 'customers.csv', '--faces', '.', '--shard', `${index}/2`, '--json'])),
  );
  const summaries = parts.map((part) => JSON.parse(part.stdout));
  expect(summaries.map(({ shard, records, elsewhere }) => [shard, records.total + elsewhere])).toEqual([
    ['1/2', 24],
    ['2/2', 24],
  ]);
  expect(summaries.reduce((sum, { items }) => sum + items.by_state.total, 0)).toBe(JSON.parse(all.stdout).items.by_state.total);
  expect(summaries.map(({ unmatched_face_files }) => unmatched_face_files)).toEqual([undefined, undefined]);
});

test('status and report show all parts as one, and people in different parts with one picture', async () => {
  const { dir, stem, sandbox, environment } = await rehearsal();
  const rows = people(12);
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  const [one, other] = [1, 2].map((index) => rows.find(({ vendor_data }) => takes({ index, of: 2 }, userKey(vendor_data))));
  copyFileSync(dir.path(`faces/${one?.face}`), dir.path(`faces/${other?.face}`));
  for (const part of ['1/2', '2/2']) {
    const run = await dir.run(['run', 'customers.csv', '--faces', 'faces', '--yes', '--shard', part], environment);
    expect(run.code, run.story).toBe(0);
  }
  const half = await dir.run(['status', '-c', `${stem}-1-of-2.db`, '--json']);
  expect(JSON.parse(half.stdout)).toMatchObject({ shard: '1/2', finished: true });

  const status = await dir.run(['status', '-c', `${stem}-1-of-2.db`, '-c', `${stem}-2-of-2.db`]);
  expect(status.code, status.story).toBe(0);
  expect(status.stdout).toMatch(/people +12\n +done +12\n/);
  expect(status.stdout).not.toMatch(/Part|other parts/);

  const report = await dir.run(['report', '-c', `${stem}-*-of-2.db`]);
  expect(report.code, report.story).toBe(0);
  expect(dir.list()).toContain(`${stem}-report`);
  const results = dir.read(`${stem}-report/results.csv`).trimEnd().split('\n').slice(1);
  expect(results.map((line) => line.split(',')[0]).sort()).toEqual(rows.map(({ vendor_data }) => vendor_data).sort());
  const across = dir.read(`${stem}-report/faces-across-parts.csv`).trimEnd().split('\n').slice(1);
  expect(across.map((line) => line.split(',').slice(1, 3).join(' ')).sort()).toEqual([
    `1/2 ${one?.vendor_data}`,
    `2/2 ${other?.vendor_data}`,
  ]);
  expect(report.stdout).toContain('faces-across-parts.csv');
  expect(sandbox.state.users.size).toBe(12);

  const page = dir.read(`${stem}-report/report.html`);
  expect(page).toContain('Everybody is done.');
  expect(page).toMatch(/People <span class="n quiet">12</);
  expect((await dir.run(['report', '-c', `${stem}-*-of-2.db`, '--redact'])).code).toBe(0);
  const redacted = dir.read(`${stem}-report/report.html`);
  for (const { vendor_data } of rows) expect(redacted).not.toContain(vendor_data);
});

test('verify, rollback and purge take a checkpoint for the part that it holds', async () => {
  const { sandbox, dir, stem, environment } = await rehearsal();
  for (const part of ['1/2', '2/2'])
    expect((await dir.run(['run', 'customers.csv', '--yes', '--shard', part], environment)).code).toBe(0);
  for (const index of [1, 2]) {
    const verified = await dir.run(['verify', 'customers.csv', '-c', `${stem}-${index}-of-2.db`, '--json'], environment);
    expect(verified.code, verified.story).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({ clean: true, with_exports: true, not_migrated: 0 });
  }
  const status = await dir.run(['status', '-c', `${stem}-*-of-2.db`, '--json']);
  expect(JSON.parse(status.stdout)).toMatchObject({ runs: [], verification: { clean: true, people: { match: 24, total: 24 } } });

  const first = `${stem}-1-of-2.db`;
  const { items } = JSON.parse((await dir.run(['status', '-c', first, '--json'])).stdout);
  const rolled = await dir.run(['rollback', '-c', first, '--yes', '--write-limit', 'off'], environment);
  expect(rolled.code, rolled.story).toBe(0);
  expect(sandbox.state.users.size).toBe(24 - items.by_state.total);
  const purged = await dir.run(['purge', '-c', first, '--yes']);
  expect(purged.code, purged.story).toBe(0);
});

test('a watch of several runs is refused', async () => {
  const { dir, stem } = await rehearsal();
  const watched = await dir.run(['status', '--watch', '-c', `${stem}-*-of-2.db`]);
  expect(watched.code, watched.story).toBe(2);
  expect(watched.stderr).toContain('--watch looks at one run: name one checkpoint, that of a part');
});
