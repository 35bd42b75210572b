import { parse } from 'csv-parse/sync';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { type Fault, startFaultyProxy } from '../helpers/faulty-proxy.js';
import { people, requestsOf, toCsv, writeFaces } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

// Several programs one after the other.
vi.setConfig({ testTimeout: 120_000 });

const RUN = ['run', 'customers.csv', '--faces', 'faces', '--yes', '-c', 'a.db', '--report', 'report'];
const VERIFY = ['verify', '-c', 'a.db', '--report', 'report'];

async function migrated(count: number, options: readonly string[] = [], before: readonly string[] = []) {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const proxy = await startFaultyProxy(sandbox.baseUrl);
  const dir = new Workdir();
  const rows = people(count);
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  for (const vendor_data of before) await elsewhere(sandbox, 'POST', '/v3/users/create/', { vendor_data });
  const environment = { ...environmentOf(sandbox), DIDIT_BASE_URL: proxy.baseUrl };
  const run = await dir.run([...RUN, ...options], environment);
  expect([0, 1], run.story).toContain(run.code);
  return { dir, sandbox, proxy, rows, environment };
}

async function elsewhere({ baseUrl, apiKey }: Sandbox, method: string, path: string, body?: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const response = await fetch(baseUrl + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  expect(response.ok).toBe(true);
}

/** vendor_data → result and fields. */
function listed(dir: Workdir): Record<string, string> {
  const rows: Record<string, string>[] = parse(dir.read('report/verify.csv'), { columns: true });
  return Object.fromEntries(rows.map(({ vendor_data = '', result, fields }) => [vendor_data, `${result} ${fields}`.trim()]));
}

test('what was migrated is verified by two reads for each and no write; one status changed by hand is found', async () => {
  const { dir, sandbox, environment, proxy } = await migrated(10);
  const { writes } = requestsOf(sandbox);
  const before = proxy.requests.length;
  const clean = await dir.run(VERIFY, environment);
  expect(clean.code, clean.story).toBe(0);
  expect(clean.stdout).toContain('Verified: everybody is in Didit as the migration has left them.');
  expect(
    proxy.requests
      .slice(before)
      .map(({ call }) => call)
      .sort(),
  ).toEqual([...Array(10).fill('get'), ...Array(10).fill('list faces')]);

  await elsewhere(sandbox, 'PATCH', '/v3/users/user-5/update-status/', { status: 'ACTIVE' });
  const found = await dir.run(VERIFY, environment);
  expect(found.code, found.story).toBe(1);
  expect(requestsOf(sandbox).writes).toBe(writes + 1);
  expect(Object.entries(listed(dir)).filter(([, result]) => result !== 'match')).toEqual([['User-5', 'differs status']]);
});

test('each kind of difference is named, and nobody’s data', async () => {
  const { dir, sandbox, environment, rows } = await migrated(6);
  const [face] = sandbox.state.users.get('user-1')?.faces ?? [];
  const id = sandbox.state.users.get('user-1')?.didit_internal_id;
  const { organizationId, applicationId } = sandbox;
  const facesPath = `/v3/organization/${organizationId}/application/${applicationId}/vendor-users/by-id/${id}/faces/`;
  await elsewhere(sandbox, 'DELETE', `${facesPath}${face?.uuid}/`);
  await elsewhere(sandbox, 'PATCH', '/v3/users/user-2/', { full_name: 'Testa Findmemarried', date_of_birth: '1990-01-01' });
  await elsewhere(sandbox, 'PATCH', '/v3/users/user-3/', { metadata: {} });
  await elsewhere(sandbox, 'POST', '/v3/users/delete/', { vendor_data_list: ['user-4', 'user-5'] });
  await elsewhere(sandbox, 'POST', '/v3/users/create/', { vendor_data: 'user-5' });

  const run = await dir.run([...VERIFY, '--json'], environment);
  expect(run.code, run.story).toBe(1);
  expect(listed(dir)).toEqual({
    'User-1': 'differs face',
    'User-2': 'differs full_name date_of_birth',
    'User-3': 'differs stamp metadata',
    'User-4': 'missing',
    'User-5': 'not ours',
    'User-6': 'match',
  });
  expect(JSON.parse(run.stdout)).toMatchObject({
    schema: 'didit-migrate/verification',
    people: { match: 1, differs: 3, missing: 1, 'not ours': 1, open: 0, total: 6 },
    differences: { face: 1, full_name: 1, date_of_birth: 1, stamp: 1, metadata: 1 },
    clean: false,
  });
  for (const text of [run.stdout, run.stderr, dir.read('report/verify.csv')]) expect(text).not.toMatch(/findme/i);
  expect(rows).toHaveLength(6);
});

test('with the export, everybody is held against it field by field, and whoever is only there is named', async () => {
  const { dir, environment, rows, proxy } = await migrated(4, ['--no-faces'], ['user-3']);
  const later = [...rows, ...people(5).slice(4)].map((row, index) => ({
    ...row,
    face: '',
    ...(index === 0 && { full_name: 'Testa Findmecorrected' }),
    ...(index === 1 && { status: 'BLOCKED' }),
    ...(index === 2 && { full_name: 'Testa Findmeother' }),
  }));
  dir.write('later.csv', toCsv(later));
  const before = proxy.requests.length;
  const run = await dir.run([...VERIFY.slice(0, 1), 'later.csv', ...VERIFY.slice(1)], environment);
  expect(run.code, run.story).toBe(1);
  expect(proxy.requests.length - before).toBe(4);
  // The former status is in the metadata as well. The third was there before: its profile is its own, but its status is looser than the export wants.
  expect(listed(dir)).toEqual({
    'User-1': 'differs full_name',
    'User-2': 'differs status metadata',
    'User-3': 'differs status',
    'User-4': 'match',
    'User-5': 'not migrated',
  });
  expect(dir.read('report/verify.csv')).not.toMatch(/findme/i);
});

test('an interrupted verification goes on where it was, and a finished one begins anew', async () => {
  const { dir, environment, proxy } = await migrated(9, ['--no-faces', '--limit', '8']);
  let reads = 0;
  const program = dir.start([...VERIFY, '--concurrency', '1'], environment);
  proxy.misbehave(({ call }): Fault => {
    if (call === 'get') reads += 1;
    if (reads === 3) program.process.kill('SIGINT');
    return 'pass';
  });
  const stopped = await program.ended;
  expect(stopped.code, stopped.story).toBe(130);
  expect(stopped.stderr).toContain('To go on: didit-migrate verify -c a.db');
  const open = Object.values(listed(dir)).filter((result) => result === '').length;
  expect(open).toBe(8 - reads);

  const before = reads;
  const rest = await dir.run(VERIFY, environment);
  // The ninth is not migrated yet.
  expect(rest.code, rest.story).toBe(1);
  expect(reads).toBe(8);
  expect(before).toBeLessThan(8);
  expect(rest.stdout).toMatch(/not migrated: no user in Didit +1\n/);

  const anew = await dir.run([...VERIFY, '--sample', '3'], environment);
  expect(anew.code, anew.story).toBe(1);
  expect(reads).toBe(8 + 3);
});

test('where Didit does not list faces they are not compared, and that is said', async () => {
  const { dir, environment, proxy } = await migrated(8);
  proxy.misbehave(({ call }): Fault => (call === 'list faces' ? { status: 403, body: { detail: 'No.' } } : 'pass'));
  const before = proxy.requests.length;
  const run = await dir.run([...VERIFY, '--concurrency', '1'], environment);
  expect(run.code, run.story).toBe(0);
  expect(run.stdout).toContain('Didit’s lists of faces could not be read, so faces were not compared.');
  expect(proxy.requests.slice(before).filter(({ call }) => call === 'list faces')).toHaveLength(3);
});
