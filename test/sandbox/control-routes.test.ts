import { expect, test } from 'vitest';
import { talkToSandbox } from './talk.js';

/** Nothing of Didit's is there, and no key is needed. */
const WITHOUT_KEY = {};

test('a session is given to a user from outside', async () => {
  const { createUser, send } = await talkToSandbox();
  await createUser({ vendor_data: 'user-1' });
  const session = { vendor_data: 'user-1', status: 'Declined' };
  expect((await send('POST', '/_sandbox/sessions', session, WITHOUT_KEY)).status).toBe(204);
  expect((await send('GET', '/v3/users/user-1/')).body['declined_count']).toBe(1);
  expect(await send('POST', '/_sandbox/sessions', { vendor_data: 'nobody' }, WITHOUT_KEY)).toMatchObject({
    status: 400,
    body: { detail: 'There is no such user.' },
  });
});

test('a key of another kind is had from outside', async () => {
  const { send } = await talkToSandbox();
  const { status, body } = await send('POST', '/_sandbox/keys', { kind: 'READER' }, WITHOUT_KEY);
  expect(status).toBe(201);
  const headers = { 'x-api-key': String(body['api_key']) };
  expect((await send('GET', '/v3/users/', undefined, headers)).status).toBe(200);
  expect((await send('POST', '/v3/users/create/', { vendor_data: 'user-1' }, headers)).status).toBe(403);
});

test('faults, the key and the latency are switched from outside', async () => {
  const { send } = await talkToSandbox();
  const flip = (switches: object) => send('POST', '/_sandbox/switches', switches, WITHOUT_KEY);
  const listed = async () => (await send('GET', '/v3/users/')).status;
  expect((await flip({ faults: '503-after=100%', seed: 2 })).status).toBe(204);
  await expect(
    send('GET', '/v3/users/').then(
      ({ status }) => status,
      () => 503,
    ),
  ).resolves.toBe(503);
  await flip({ faults: null, key: 'revoked' });
  expect(await listed()).toBe(401);
  await flip({ key: 'good', latency_ms: 200 });
  const sent = performance.now();
  expect(await listed()).toBe(200);
  expect(performance.now() - sent).toBeGreaterThanOrEqual(199);
  expect(await flip({ faults: '503=1%' })).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('503-before') },
  });
});

test('a reset forgets everything but keys and switches', async () => {
  const { send, createUser, sandbox } = await talkToSandbox({ writeLimit: { requests: 1, windowMs: 30_000 } });
  await createUser({ vendor_data: 'user-1' });
  expect((await createUser({ vendor_data: 'user-2' })).status).toBe(429);
  expect((await send('POST', '/_sandbox/reset', {}, WITHOUT_KEY)).status).toBe(204);
  expect([sandbox.state.users.size, sandbox.state.everCreated.size, sandbox.state.requests.size]).toEqual([0, 0, 0]);
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(201);
});

test('invented users are there from the start, or come when they are asked for', async () => {
  const { send, sandbox } = await talkToSandbox({ seedUsers: 3 });
  expect([...sandbox.state.users.values()].map(({ vendor_data, status }) => `${vendor_data} ${status}`)).toEqual([
    'seed-user-1 ACTIVE',
    'seed-user-2 FLAGGED',
    'seed-user-3 BLOCKED',
  ]);
  expect([...sandbox.state.blocklist]).toEqual(['seed-user-3']);
  expect((await send('POST', '/_sandbox/users', { users: 5 }, WITHOUT_KEY)).status).toBe(204);
  expect(sandbox.state.users.size).toBe(5);
});

test('what is the sandbox’s own counts neither as a request nor towards a limit', async () => {
  const { send, sandbox } = await talkToSandbox({ writeLimit: { requests: 1, windowMs: 30_000 } });
  for (let index = 0; index < 3; index++) await send('POST', '/_sandbox/users', { users: 1 }, WITHOUT_KEY);
  expect(sandbox.state.requests.size).toBe(0);
});

test.each([[{ 'sec-fetch-site': 'cross-site' }], [{ 'sec-fetch-site': 'same-site' }], [{ host: 'rebound.example.com' }]])(
  'pages of other sites are kept out: %o',
  async (headers) => {
    const { sandbox } = await talkToSandbox();
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${sandbox.baseUrl}/_sandbox/users`, { method: 'POST', headers }, (response) => resolve(response.statusCode)).end(
        '{"users": 1}',
      );
    });
    expect([status, sandbox.state.users.size]).toEqual([403, 0]);
  },
);

test.each([
  ['/_sandbox/users', { users: -1 }],
  ['/_sandbox/keys', { kind: 'KING' }],
  ['/_sandbox/sessions', { vendor_data: 'user-1', surprise: true }],
])('%s refuses a body that does not say what to do', async (path, body) => {
  const { send } = await talkToSandbox();
  expect((await send('POST', path, body, WITHOUT_KEY)).status).toBe(400);
});
