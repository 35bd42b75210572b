import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import Libsql from 'libsql';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { differences, type Person, people, requestsOf, toCsv, writeFaces } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

const RUN = ['run', 'customers.csv', '--faces', 'faces', '--yes', '--checkpoint', 'a.db', '--report', 'report'];
/** No file may grow beyond so many blocks of 512 bytes: what a full disk is to a program, without one. */
const diskOf = (blocks: number) => ['sh', '-c', `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`, 'sh'];
/** Root writes wherever it likes unless this is taken from it. */
const OBEYING = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override', '--inh-caps=-dac_override'] : [];

let dir: Workdir;
let sandbox: Sandbox;
let rows: Person[];

beforeEach(async () => {
  dir = new Workdir();
  sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  rows = people(40);
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  return () => sandbox.close();
});

test('a disk that fills up in mid-run stops before the next call goes out, and the same command goes on when there is room', async () => {
  const stopped = await dir.run(RUN, environmentOf(sandbox), { under: diskOf(800) });
  expect(stopped.code, stopped.story).toBe(3);
  expect(stopped.stderr).toContain('The checkpoint cannot be written');
  expect(stopped.stderr).toContain('To go on: didit-migrate run customers.csv');

  const { size } = sandbox.state.users;
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThan(rows.length);
  // Each create that reached the server had its intent on the disk, and so had each face.
  const checkpoint = new Libsql(dir.path('a.db'));
  const count = (sql: string) => checkpoint.prepare(sql).all().length;
  expect(sandbox.state.requests.get('POST /v3/users/create/ 201')).toBe(count('SELECT 1 FROM items WHERE nonce IS NOT NULL'));
  const faces = [...sandbox.state.users.values()].flatMap((user) => user.faces);
  expect(faces.length).toBe(count('SELECT 1 FROM faces WHERE marker IS NOT NULL'));
  checkpoint.close();

  const resumed = await dir.run(RUN, environmentOf(sandbox));
  expect(resumed.code, resumed.story).toBe(0);
  expect(differences(sandbox, rows)).toEqual([]);
  const blocked = rows.filter(({ status }) => status === 'BLOCKED').length;
  expect(requestsOf(sandbox).writes).toBe(rows.length * 2 + blocked);
}, 60_000);

test('a disk without room for the plan: nothing is sent', async () => {
  const run = await dir.run(RUN, environmentOf(sandbox), { under: diskOf(100) });
  expect(run.code, run.story).toBe(3);
  expect(run.stderr).toContain('The checkpoint cannot be written');
  expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 0 });
});

describe('nothing is sent, and a sentence says why, with', () => {
  async function refused(sentence: RegExp, environment: Record<string, string> = {}): Promise<void> {
    const run = await dir.run(RUN, { ...environmentOf(sandbox), ...environment }, { under: OBEYING });
    expect(run.code, run.story).toBe(2);
    expect(run.stderr).toMatch(sentence);
    expect(run.stderr).not.toContain('bug in didit-migrate');
    expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 0 });
  }

  /** A checkpoint with a plan; the run that made it sent nothing. */
  async function planned(): Promise<void> {
    const run = await dir.run(
      RUN.filter((word) => word !== '--yes'),
      environmentOf(sandbox),
    );
    expect(run.code, run.story).toBe(2);
  }

  function readOnly(name: string, mode: number): void {
    chmodSync(dir.path(name), mode);
    onTestFinished(() => chmodSync(dir.path(name), 0o700));
  }

  test('a folder that may not be written', async () => {
    readOnly('.', 0o555);
    await refused(/The checkpoint a\.db cannot be created or written here: permission denied\./);
  });

  test('a folder that may not be written any more', async () => {
    await planned();
    readOnly('.', 0o555);
    await refused(/The checkpoint a\.db cannot be created or written here: its lock a\.db\.lock cannot be made\./);
  });

  test('a checkpoint that may not be written', async () => {
    await planned();
    readOnly('a.db', 0o444);
    await refused(/The checkpoint a\.db cannot be created or written here: permission denied\./);
  });

  test('a damaged checkpoint', async () => {
    await planned();
    const bytes = readFileSync(dir.path('a.db'));
    writeFileSync(dir.path('a.db'), bytes.fill(0xaa, 4096));
    await refused(/The checkpoint a\.db cannot be used: it is damaged\./);
  });

  test('half of a checkpoint', async () => {
    await planned();
    const bytes = readFileSync(dir.path('a.db'));
    writeFileSync(dir.path('a.db'), bytes.subarray(0, bytes.length / 2));
    await refused(/The checkpoint a\.db cannot be used: it is damaged\./);
  });

  test('the checkpoint of another version', async () => {
    await planned();
    const checkpoint = new Libsql(dir.path('a.db'));
    checkpoint.exec("UPDATE meta SET value = '999' WHERE key = 'format'");
    checkpoint.close();
    await refused(/The checkpoint a\.db has format 999; this version of didit-migrate reads format \d+\./);
  });

  test('the checkpoint of another target', async () => {
    await planned();
    const other = '00000000-0000-0000-0000-000000000000';
    await refused(/belongs to another target: .*Use the checkpoint of this target/s, { DIDIT_APPLICATION_ID: other });
  });
});
