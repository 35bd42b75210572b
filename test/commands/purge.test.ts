import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { differences, type Person, people, requestsOf, toCsv, writeFaces } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

// Several programs one after the other.
vi.setConfig({ testTimeout: 120_000 });

const RUN = ['run', 'customers.csv', '--faces', 'faces', '--yes', '-c', 'a.db', '--report', 'report', '--log-file', 'a.log'];
const PURGE = ['purge', '-c', 'a.db', '--report', 'report'];

/** A migration of which some are done, one lacks its face, two have records that are wrong, and two wait. */
async function mixed(): Promise<{
  dir: Workdir;
  sandbox: Sandbox;
  rows: readonly Person[];
  environment: Record<string, string>;
}> {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  const rows = people(8).map((row, index) => ({
    ...row,
    face: `findmeface${index + 1}.jpg`,
    ...(index === 1 && { full_name: 'Testa Findmename2'.padEnd(600, 'x') }),
    ...(index === 4 && { vendor_data: '' }),
  }));
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  rmSync(dir.path('faces/findmeface4.jpg'));
  const environment = environmentOf(sandbox);
  const run = await dir.run([...RUN, '--limit', '4'], environment);
  expect(run.code, run.story).toBe(1);
  return { dir, sandbox, rows, environment };
}

/** Every file that the program has written, with what it must not hold any more. */
function traces(dir: Workdir, rows: readonly Person[]): string[] {
  const written = readdirSync(dir.folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('faces') && name !== 'customers.csv' && statSync(join(dir.folder, name)).isFile(),
  );
  const secrets = [/findme/i, ...rows.flatMap(({ date_of_birth, full_name }) => [date_of_birth, full_name])];
  return written.filter((name) => {
    const bytes = readFileSync(join(dir.folder, name), 'latin1');
    return secrets.some((secret) => (typeof secret === 'string' ? bytes.includes(secret) : secret.test(bytes)));
  });
}

test('after a purge no name, birth date, e-mail or file name is in any file that was written, and results stay', async () => {
  const { dir, rows } = await mixed();
  // A process that died in the middle of a report left this.
  writeFileSync(dir.path('report/rejects.csv.0a1b2c3d.part'), 'findmepart');
  expect(traces(dir, rows)).toEqual([
    'a.db',
    'report/faces-wanted.csv',
    'report/rejects.csv',
    'report/rejects.csv.0a1b2c3d.part',
  ]);
  const results = dir.read('report/results.csv');

  const run = await dir.run([...PURGE, '--yes'], {});
  expect(run.code, run.story).toBe(0);
  expect(traces(dir, rows)).toEqual([]);
  expect(run.stdout).toMatch(/records as they were read +5\n/);
  expect(run.stdout).toContain('What stays');
  expect(dir.list()).toEqual(['a.db', 'a.log', 'customers.csv', 'faces', 'report']);
  expect(readdirSync(dir.path('report')).sort()).toEqual(['faces-wanted.csv', 'report.html', 'results.csv', 'summary.json']);
  const ids = (text: string) => text.split('\n').map((line) => line.split(',').slice(0, 2).join());
  expect(ids(dir.read('report/results.csv'))).toEqual(ids(results));
});

test('the report is found where the last run has written it', async () => {
  const { dir, rows } = await mixed();
  const run = await dir.run(['purge', '-c', 'a.db', '--yes'], {});
  expect(run.code, run.story).toBe(0);
  expect(run.stdout).toContain('report/rejects.csv');
  expect(traces(dir, rows)).toEqual([]);
});

test('without a yes the plan is shown and nothing is deleted', async () => {
  const { dir } = await mixed();
  const before = dir.read('report/rejects.csv');
  const run = await dir.run(PURGE, {});
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain('Nothing was deleted: a purge waits for a yes.');
  expect(run.stderr).toContain('What a purge deletes');
  expect(run.stderr).toContain('2 people are not migrated yet.');
  expect(run.stderr).toContain('To go ahead: didit-migrate purge -c a.db --report report --yes');
  expect(dir.read('report/rejects.csv')).toBe(before);
  expect(dir.read('a.db')).toMatch(/findme/i);
});

test('a run after a purge sends nothing for those who are done, and takes up the others when their export is given', async () => {
  const { dir, sandbox, rows, environment } = await mixed();
  await dir.run([...PURGE, '--yes'], {});
  const { writes } = requestsOf(sandbox);

  const retried = await dir.run([...RUN.filter((word) => word !== 'customers.csv'), '--retry'], environment);
  expect(retried.code, retried.story).toBe(1);
  expect(requestsOf(sandbox).writes).toBe(writes);
  expect(retried.stdout).toContain('purged');

  const mended = rows.map((row, index) => ({
    ...row,
    ...(index === 1 && { full_name: 'Testa Findmename2' }),
    ...(index === 4 && { vendor_data: 'User-5' }),
  }));
  dir.write('customers.csv', toCsv(mended));
  await writeFaces(dir.path('faces'), mended);
  const run = await dir.run(RUN, environment);
  // The record without an id is still there, and nothing tells that the new one is its mended form.
  expect(run.code, run.story).toBe(1);
  expect(differences(sandbox, mended)).toEqual([]);
  for (const users of sandbox.state.everCreated.values()) expect(users).toHaveLength(1);
});

test('a checkpoint that somebody is reading is not purged to the end, and that is said', async () => {
  const { dir, rows } = await mixed();
  // A process of its own: in this one the driver would not let go of the file.
  const script = `const db = new (require('libsql'))(process.argv[1]); db.exec('PRAGMA journal_mode = WAL'); db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM items').all(); console.log('reading'); setInterval(() => {}, 1000)`;
  const reader = spawn(process.execPath, ['-e', script, dir.path('a.db')], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void reader.kill('SIGKILL'));
  await once(reader.stdout, 'data');
  const run = await dir.run([...PURGE, '--yes'], {});
  expect(run.code, run.story).toBe(3);
  expect(run.stderr).toContain('Another program is reading the checkpoint a.db, and its log still holds what was deleted.');

  reader.kill('SIGKILL');
  await once(reader, 'close');
  const again = await dir.run([...PURGE, '--yes'], {});
  expect(again.code, again.story).toBe(0);
  expect(traces(dir, rows)).toEqual([]);
});
