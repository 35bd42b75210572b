import { parse } from 'csv-parse/sync';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { type Fault, type FaultyProxy, startFaultyProxy } from '../helpers/faulty-proxy.js';
import { differences, type Person, people, requestsOf, toCsv, writeFaces } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

// Several programs one after the other.
vi.setConfig({ testTimeout: 120_000 });

const RUN = ['run', 'customers.csv', '--faces', 'faces', '--yes', '-c', 'a.db', '--report', 'report'];
const ROLLBACK = ['rollback', '-c', 'a.db', '--report', 'report'];

interface Stage {
  readonly dir: Workdir;
  readonly sandbox: Sandbox;
  readonly proxy: FaultyProxy;
  readonly rows: readonly Person[];
  readonly environment: Record<string, string>;
}

/** A migration that has ended, of people some of whom were in Didit before. */
async function migrated(
  count: number,
  before: Readonly<Record<string, object>> = {},
  options: readonly string[] = [],
): Promise<Stage> {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const proxy = await startFaultyProxy(sandbox.baseUrl);
  const dir = new Workdir();
  const rows = people(count);
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  for (const [vendor_data, fields] of Object.entries(before))
    await elsewhere(sandbox, 'POST', '/v3/users/create/', { vendor_data, ...fields });
  const environment = { ...environmentOf(sandbox), DIDIT_BASE_URL: proxy.baseUrl };
  const run = await dir.run([...RUN, ...options], environment);
  expect([0, 1], run.story).toContain(run.code);
  return { dir, sandbox, proxy, rows, environment };
}

async function elsewhere({ baseUrl, apiKey }: Sandbox, method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const response = await fetch(baseUrl + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  expect(response.ok).toBe(true);
  return response.json();
}

/** vendor_data → outcome and reasons. */
function listed(dir: Workdir): Record<string, string> {
  const rows: Record<string, string>[] = parse(dir.read('report/rollback.csv'), { columns: true });
  return Object.fromEntries(rows.map(({ vendor_data = '', outcome, why }) => [vendor_data, `${outcome} ${why}`.trim()]));
}

test('what was created is deleted again by few requests, and nothing is written before the yes', async () => {
  const { dir, sandbox, environment, proxy } = await migrated(12);
  const after = requestsOf(sandbox);

  const dry = await dir.run(ROLLBACK, environment);
  expect(dry.code, dry.story).toBe(0);
  expect(dry.stdout).toMatch(/users to delete +12\n/);
  expect(dry.stdout).toContain('to go ahead: didit-migrate rollback -c a.db --report report --yes');
  expect(requestsOf(sandbox).writes).toBe(after.writes);
  expect(Object.values(listed(dir))).toEqual(Array(12).fill('to delete'));

  const before = proxy.requests.length;
  const real = await dir.run([...ROLLBACK, '--yes'], environment);
  expect(real.code, real.story).toBe(0);
  expect(sandbox.state.users.size).toBe(0);
  expect(sandbox.state.deleteAllRequested).toBe(0);
  const sent = proxy.requests.slice(before);
  // One look before and one after for each, by the bytes that were sent and then by Didit's form of them; two batches.
  expect(sent.filter(({ method }) => method === 'POST').map(({ body }) => body)).toMatchObject([
    { vendor_data_list: expect.any(Array) },
    { vendor_data_list: expect.any(Array) },
  ]);
  expect(sent.filter(({ call }) => call === 'get')).toHaveLength(12 + 12 * 2);
  expect(Object.values(listed(dir))).toEqual(Array(12).fill('deleted'));

  const again = await dir.run([...ROLLBACK, '--yes'], environment);
  expect(again.code, again.story).toBe(0);
  expect(proxy.requests.length).toBe(before + sent.length);
});

test('a run after a rollback makes everybody anew, with other nonces', async () => {
  const { dir, sandbox, environment, rows } = await migrated(5);
  await dir.run([...ROLLBACK, '--yes'], environment);

  const status = await dir.run(['status', '-c', 'a.db']);
  expect(status.stdout).toContain('rolled_back: 5');
  const retried = await dir.run([...RUN.filter((word) => word !== 'customers.csv'), '--retry'], environment);
  expect(retried.code, retried.story).toBe(1);
  expect(sandbox.state.users.size).toBe(0);

  const run = await dir.run(RUN, environment);
  expect(run.code, run.story).toBe(0);
  expect(differences(sandbox, rows)).toEqual([]);
  for (const users of sandbox.state.everCreated.values()) {
    const nonces = users.map(({ profile }) => JSON.stringify(profile.metadata['migration']));
    expect(new Set(nonces).size).toBe(2);
  }
  const writes = requestsOf(sandbox).writes;
  const more = await dir.run(RUN, environment);
  expect(more.code, more.story).toBe(0);
  expect(requestsOf(sandbox).writes).toBe(writes);
});

test('a user that was there before is never deleted: our faces go, its own stays, and its status is set back', async () => {
  const { dir, sandbox, environment } = await migrated(
    5,
    { 'user-1': { full_name: 'Testa Before' }, 'user-3': { full_name: 'Testa Before' }, 'user-5': { full_name: 'Testa Before' } },
    ['--on-existing', 'update'],
  );
  expect(sandbox.state.users.get('user-3')?.status).toBe('FLAGGED');
  expect(sandbox.state.users.get('user-5')?.status).toBe('BLOCKED');
  // Decided by somebody since: stays as it is.
  await elsewhere(sandbox, 'PATCH', '/v3/users/user-3/update-status/', { status: 'BLOCKED' });

  const real = await dir.run([...ROLLBACK, '--yes'], environment);
  expect(real.code, real.story).toBe(1);
  expect([...sandbox.state.users.keys()].sort()).toEqual(['user-1', 'user-3', 'user-5']);
  expect([...sandbox.state.users.values()].map(({ faces }) => faces.length)).toEqual([0, 0, 0]);
  expect(['user-1', 'user-3', 'user-5'].map((id) => sandbox.state.users.get(id)?.status)).toEqual([
    'ACTIVE',
    'BLOCKED',
    'ACTIVE',
  ]);
  expect(listed(dir)).toEqual({
    'User-1': 'restored was_there_before metadata_stays',
    'User-2': 'deleted',
    'User-3': 'restored was_there_before metadata_stays status_changed',
    'User-4': 'deleted',
    'User-5': 'restored was_there_before metadata_stays',
  });
});

test('a user that was only found there is left alone', async () => {
  const { dir, sandbox, environment, proxy } = await migrated(1, { 'user-1': { full_name: 'Testa Before' } }, ['--no-faces']);
  const before = proxy.requests.length;
  const real = await dir.run([...ROLLBACK, '--yes'], environment);
  expect(real.code, real.story).toBe(0);
  expect(proxy.requests.slice(before).map(({ method }) => method)).toEqual(['GET']);
  expect(sandbox.state.users.size).toBe(1);
  expect(listed(dir)).toEqual({ 'User-1': 'kept was_there_before' });
});

test('whoever was edited, verified, blocked by hand or lost our mark is kept and listed with the reason', async () => {
  const { dir, sandbox, environment, proxy } = await migrated(9);
  const patch = (id: number, body: object, path = '') => elsewhere(sandbox, 'PATCH', `/v3/users/user-${id}/${path}`, body);
  await patch(1, { full_name: 'Testa Married' });
  await patch(2, { metadata: {} });
  await patch(3, { status: 'ACTIVE' }, 'update-status/');
  const mark = sandbox.state.users.get('user-4')?.profile.metadata ?? {};
  await patch(4, { metadata: { ...mark, tier: 'premium' } });
  await elsewhere(sandbox, 'POST', '/v3/users/delete/', { vendor_data_list: ['user-6'] });
  await elsewhere(sandbox, 'POST', '/v3/users/create/', { vendor_data: 'user-6' });
  await elsewhere(sandbox, 'POST', '/v3/users/delete/', { vendor_data_list: ['user-7'] });
  proxy.misbehave(async ({ method, path }): Promise<Fault> => {
    if (method !== 'GET' || path !== '/v3/users/User-5/') return 'pass';
    const user = await elsewhere(sandbox, 'GET', path);
    return { status: 200, body: Object.assign({}, user, { session_count: 1, last_session_at: new Date().toISOString() }) };
  });

  const real = await dir.run([...ROLLBACK, '--yes'], environment);
  expect(real.code, real.story).toBe(1);
  expect(listed(dir)).toEqual({
    'User-1': 'kept edited',
    'User-2': 'kept mark_gone',
    'User-3': 'kept status_changed',
    'User-4': 'kept edited',
    'User-5': 'kept has_sessions',
    'User-6': 'kept another_user',
    'User-7': 'gone',
    'User-8': 'deleted',
    'User-9': 'deleted',
  });
  expect([...sandbox.state.users.keys()]).toHaveLength(6);
  expect(real.stdout).toContain('has_sessions: 1, has verified or begun a session since: never deleted');
});

test('a key that may not delete stops at once, and another one goes on', async () => {
  const { dir, sandbox, environment, proxy } = await migrated(2);
  proxy.misbehave(({ path }): Fault => (path === '/v3/users/delete/' ? { status: 403, body: { detail: 'No.' } } : 'pass'));
  const refused = await dir.run([...ROLLBACK, '--yes'], environment);
  expect(refused.code, refused.story).toBe(3);
  expect(refused.stderr).toContain('The API key may not do this (403): delete users.');
  expect(sandbox.state.users.size).toBe(2);

  proxy.misbehave(() => 'pass');
  const real = await dir.run([...ROLLBACK, '--yes'], environment);
  expect(real.code, real.story).toBe(0);
  expect(sandbox.state.users.size).toBe(0);
});

test('a rollback wants the checkpoint of its target, and never makes one', async () => {
  const { dir, environment } = await migrated(1);
  const none = await dir.run(['rollback', '-c', 'none.db'], environment);
  expect(none.code, none.story).toBe(2);
  expect(none.stderr).toContain('There is no checkpoint none.db.');
  const other = await dir.run(ROLLBACK, { ...environment, DIDIT_APPLICATION_ID: 'another' });
  expect(other.code, other.story).toBe(2);
  expect(other.stderr).toContain('belongs to another target');
  expect(dir.list()).toEqual(['a.db', 'customers.csv', 'faces', 'report']);
});
