import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Client } from '../../src/didit/client.js';
import { userPath } from '../../src/didit/routes.js';
import {
  answer,
  cutShort,
  late,
  type Reply,
  readsAndWrites,
  resetAfter,
  resetBefore,
  scriptedServer,
  silence,
} from '../helpers/scripted-server.js';
import { clientOf } from './client-of.js';

const FACES = '/v3/organization/organization-1/application/application-1/vendor-users/by-id/id-1/faces/';
const user = { vendor_data: 'user-1', status: 'ACTIVE', metadata: {} } as const;
const found = answer(200, { didit_internal_id: 'id-1', vendor_data: 'user-1', status: 'ACTIVE' });

const WRITES: Record<string, (client: Client) => Promise<unknown>> = {
  createUser: (client) => client.createUser(user),
  updateUser: (client) => client.updateUser('user-1', { full_name: 'Testa Sample' }),
  updateStatus: (client) => client.updateStatus('user-1', 'BLOCKED', 'refused before'),
  uploadFace: (client) => client.uploadFace('id-1', Buffer.from('jpeg'), 'mark-1'),
};
const writes = Object.entries(WRITES);

test('writes are sent as documented', async () => {
  const server = await scriptedServer(answer(200, {}));
  const client = clientOf(server);
  for (const [, write] of writes) await write(client);
  await client.updateStatus('user-1', 'ACTIVE', undefined);
  const sent = server.requests.map(async ({ method, path, body }) => [method, path, JSON.parse(await body)]);
  expect(await Promise.all(sent)).toEqual([
    ['POST', '/v3/users/create/', user],
    ['PATCH', '/v3/users/user-1/', { full_name: 'Testa Sample' }],
    ['PATCH', '/v3/users/user-1/update-status/', { status: 'BLOCKED', reason: 'refused before' }],
    ['POST', `${FACES}upload/`, { image: Buffer.from('jpeg').toString('base64'), comment: 'mark-1' }],
    ['PATCH', '/v3/users/user-1/update-status/', { status: 'ACTIVE' }],
  ]);
  expect(client.calls.sent()).toEqual({ read: 0, write: 5, throttled: 0 });
});

test('a verification link is never asked for', async () => {
  const server = await scriptedServer(answer(201, {}));
  const asking = { ...user, send_verification_link: true };
  await expect(clientOf(server).createUser(asking)).rejects.toThrow('A migration never asks for a verification link.');
  expect(server.requests).toEqual([]);
});

const UNCLEAR: [string, Reply, string][] = [
  ['no answer', silence, 'timed_out'],
  ['a connection that breaks before', resetBefore, 'connection_lost'],
  ['a connection that breaks after', resetAfter, 'connection_lost'],
  ['half an answer', cutShort(201, '{"didit_internal_id":'), 'connection_lost'],
  ['a server error', answer(503, 'Bad gateway'), 'server_error'],
  ['JSON that is cut', answer(201, '{"didit_internal_id":'), 'answer_unreadable'],
  ['a page', answer(200, '<html>Welcome</html>'), 'answer_unreadable'],
];

test.each(UNCLEAR)('after %s each write is left to its caller: sent once, perhaps carried out', async (_, reply, code) => {
  for (const [, write] of writes) {
    const server = await scriptedServer(reply);
    expect(await write(clientOf(server))).toMatchObject({ kind: 'unclear', sent: 'maybe', code });
    expect(server.requests).toHaveLength(1);
  }
});

test('a write that found nobody listening has certainly not been carried out', async () => {
  const client = clientOf({ baseUrl: 'http://127.0.0.1:1' });
  expect(await client.createUser(user)).toEqual({
    kind: 'unclear',
    sent: 'no',
    code: 'connection_lost',
    detail: { reason: 'ECONNREFUSED' },
  });
});

test('reads are repeated until the answer is clear', async () => {
  const unclear = UNCLEAR.map(([, reply]) => reply);
  // A success between, or eight in a row would be an outage.
  const server = await scriptedServer(...unclear.slice(0, 4), found, ...unclear.slice(4), found);
  const client = clientOf(server);
  expect(await client.getUser('user-1', client.calls.patience())).toMatchObject({ didit_internal_id: 'id-1' });
  expect(await client.getUser('user-1', client.calls.patience())).toMatchObject({ didit_internal_id: 'id-1' });
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(9).fill(`GET ${userPath('user-1')}`));
});

test('an item whose reads fail while others succeed is given up', async () => {
  const server = await scriptedServer((request, response) =>
    (request.path === userPath('user-1') ? answer(500) : found)(request, response),
  );
  const client = clientOf(server);
  let reading = true;
  const others = async () => {
    while (reading) await client.getUser('user-2', client.calls.patience());
  };
  const unbroken = others();
  await expect(client.getUser('user-1', client.calls.patience())).rejects.toMatchObject({ code: 'server_error' });
  reading = false;
  await unbroken;
  expect(server.requests.filter(({ path }) => path === userPath('user-1')).length).toBeGreaterThanOrEqual(8);
});

test('a user that is not there is not found; what is no user at all is no answer and asked for again', async () => {
  const server = await scriptedServer(
    answer(404, { detail: 'Not found.' }),
    answer(200, {}),
    answer(200, { didit_internal_id: 'id-1' }),
    answer(400, ['Bad id.']),
  );
  const client = clientOf(server);
  expect(await client.getUser('user-1', client.calls.patience())).toBeUndefined();
  expect(await client.getUser('user-1', client.calls.patience())).toMatchObject({ didit_internal_id: 'id-1' });
  await expect(client.getUser('user-1', client.calls.patience())).rejects.toMatchObject({ code: 'answer_unreadable' });
  expect(server.requests).toHaveLength(4);
});

test.each([
  ['a field', 400, { vendor_data: ['User with this vendor_data already exists.'] }, 'yes'],
  ['a bare array', 400, ['vendor_data must be unique'], 'yes'],
  ['a detail', 400, { detail: 'vendor_data already exists' }, 'yes'],
  ['a conflict', 409, { detail: 'conflict error' }, 'yes'],
  ['a conflict without a word', 409, '', 'maybe'],
  ['a field without a reason', 400, { vendor_data: ['Invalid.'] }, 'maybe'],
  ['a page', 400, '<html>', 'maybe'],
  ['other fields', 400, { date_of_birth: ['Wrong format.'] }, 'no'],
])('a duplicate told as %s', async (_, status, body, duplicate) => {
  const server = await scriptedServer(answer(status, body));
  expect(await clientOf(server).createUser(user)).toMatchObject({ kind: 'refused', status, body: { duplicate } });
  expect(server.requests).toHaveLength(1);
});

test('a list of faces is read to its end', async () => {
  const server = await scriptedServer(
    answer(200, { next: `${FACES}?offset=1`, results: [{ uuid: 'face-1', comment: 'mark-1' }] }),
    answer(200, { next: null, results: [{ uuid: 'face-2' }] }),
  );
  const client = clientOf(server);
  expect(await client.listFaces('id-1', client.calls.patience())).toEqual([
    { uuid: 'face-1', comment: 'mark-1' },
    { uuid: 'face-2', comment: '' },
  ]);
  expect(server.requests.map(({ path }) => path)).toEqual([FACES, `${FACES}?offset=1`]);
});

test.each<[string, Reply]>([
  ['the key may not list', answer(403, { detail: 'No.' })],
  ['there is no such route', answer(404, { detail: 'Not found.' })],
  ['the route is for other methods', answer(405, { detail: 'Method not allowed.' })],
  ['the answer is of an unknown form', answer(200, { faces: [] })],
  ['the next page is on another host', answer(200, { next: `http://127.0.0.1:1${FACES}`, results: [] })],
  ['the next page has no readable address', answer(200, { next: 'http://[', results: [] })],
  ['it never ends', answer(200, { next: FACES, results: [] })],
])('a list of faces is unavailable where %s', async (_, reply) => {
  const server = await scriptedServer(reply);
  const client = clientOf(server);
  expect(await client.listFaces('id-1', client.calls.patience())).toBe('unavailable');
  expect(server.requests.length).toBeLessThanOrEqual(10);
});

test('many workers may wait at once without a warning of a leak', async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error) => void warnings.push(warning);
  process.on('warning', warn);
  const server = await scriptedServer(answer(200, {}));
  const client = clientOf(server, { writeLimit: { requests: 1, windowMs: 20 }, requestTimeoutMs: 5_000 });
  await Promise.all(Array.from({ length: 15 }, () => client.createUser(user)));
  process.off('warning', warn);
  expect(warnings).toEqual([]);
});

test('an interruption lets what is on its way finish and sends nothing more', async () => {
  const stop = new AbortController();
  const server = await scriptedServer(
    readsAndWrites(
      found,
      late(() => 100, answer(201, {})),
    ),
  );
  const client = clientOf(server, { writeLimit: { requests: 2, windowMs: 100 }, signal: stop.signal });
  const calls = Array.from({ length: 6 }, () => client.createUser(user));
  while (server.requests.length < 2) await new Promise(setImmediate);
  stop.abort();
  const ended = await Promise.allSettled(calls);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', ...Array(4).fill('rejected')]);
  await expect(client.getUser('user-1', client.calls.patience())).rejects.toMatchObject({ code: 'interrupted' });
  await delay(400);
  expect(server.requests).toHaveLength(2);
});

test('after close nothing keeps the process alive, not even a request on its way', async () => {
  const server = await scriptedServer(found, silence);
  const room = new URL('../../dist/didit/index.js', import.meta.url);
  const options = {
    target: { baseUrl: server.baseUrl, organizationId: 'o', applicationId: 'a' },
    apiKey: 'key',
    requestTimeoutMs: 60_000,
    connections: 2,
    writeLimit: { requests: 2, windowMs: 60_000 },
    readLimit: { requests: 2, windowMs: 60_000 },
    spent: { write: [Date.now() + 60_000], read: [Date.now() + 60_000] },
    maxOutageMs: 60_000,
  };
  const program = `
    import { Client } from '${room}';
    const client = new Client({ ...${JSON.stringify(options)}, signal: new AbortController().signal });
    await client.getUser('user-1', client.calls.patience());
    const creating = client.createUser({ vendor_data: 'user-1', status: 'ACTIVE', metadata: {} });
    setTimeout(async () => { await client.close(); console.log((await creating).kind) }, 200);`;
  const child = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { timeout: 20_000 });
  expect((await child).stdout).toBe('unclear\n');
  expect(server.requests).toHaveLength(2);
});
