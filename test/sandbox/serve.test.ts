import { expect, test } from 'vitest';
import type { RequestEntry } from '../../src/sandbox/index.js';
import { talkToSandbox } from './talk.js';

test('a request without a key answers 403', async () => {
  const { send, sandbox } = await talkToSandbox();
  const { status, body } = await send('POST', '/v3/users/create/', { vendor_data: 'user-1' }, {});
  expect([status, body]).toEqual([403, { detail: 'You do not have permission to perform this action.' }]);
  expect(sandbox.state.users.size).toBe(0);
});

test('a wrong key answers 401', async () => {
  const { send, sandbox } = await talkToSandbox();
  const { status, body } = await send('POST', '/v3/users/create/', { vendor_data: 'user-1' }, { 'x-api-key': 'sk_test_wrong' });
  expect([status, body]).toEqual([
    401,
    { detail: 'You must be authenticated with a valid access token to access this endpoint.' },
  ]);
  expect(sandbox.state.users.size).toBe(0);
});

test.each(['/v3/', '/v3/user/', '/_sandbox/elsewhere', '/v3/users', '/v3/users/create', '/v3/users//', '/v3/users/%E0%A4%A/'])(
  '%s is no route and answers 404',
  async (path) => {
    const { send } = await talkToSandbox();
    expect(await send('GET', path)).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
  },
);

test('HEAD answers 404 everywhere', async () => {
  const { send } = await talkToSandbox();
  expect((await send('HEAD', '/v3/users/')).status).toBe(404);
});

test('a known route with another method answers 405 and names the right ones', async () => {
  const { send } = await talkToSandbox();
  const { status, headers, body } = await send('PUT', '/v3/users/user-1/', {});
  expect([status, body]).toEqual([405, { detail: 'Method "PUT" not allowed.' }]);
  expect(headers.get('allow')).toBe('GET, PATCH');
});

test.each(['create', 'delete'])('GET /v3/users/%s/ is never taken for a user of that name', async (name) => {
  const { createUser, send } = await talkToSandbox();
  await createUser({ vendor_data: name });
  expect((await send('GET', `/v3/users/${name}/`)).status).toBe(405);
});

test('a body that is not JSON answers 400', async () => {
  const { send } = await talkToSandbox();
  const { status, body } = await send('POST', '/v3/users/create/', '{"vendor_data": ');
  expect([status, body]).toEqual([400, { detail: 'JSON parse error.' }]);
});

test('a body that is not UTF-8 answers 400', async () => {
  const { sandbox } = await talkToSandbox();
  const { status } = await fetch(`${sandbox.baseUrl}/v3/users/create/`, {
    method: 'POST',
    headers: { 'x-api-key': sandbox.apiKey },
    body: Buffer.from('{"vendor_data": "usér"}', 'latin1'),
  });
  expect(status).toBe(400);
});

test('a body that is no object answers 400', async () => {
  const { send } = await talkToSandbox();
  expect((await send('POST', '/v3/users/create/', [])).body).toEqual({ non_field_errors: ['Expected an object.'] });
});

test('a body over 10 MB answers 413, and the sandbox goes on', async () => {
  const { send, createUser } = await talkToSandbox();
  const { status, body } = await send('POST', '/v3/users/create/', { vendor_data: 'x'.repeat(11_000_000) });
  expect([status, body]).toEqual([413, { detail: 'The request body is too large.' }]);
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(201);
});

test('requests are counted by method, route and status, and reported without anybody in them', async () => {
  const entries: RequestEntry[] = [];
  const { createUser, send, sandbox } = await talkToSandbox({ onRequest: (entry) => entries.push(entry) });
  await createUser({ vendor_data: 'user-1' });
  await createUser({ vendor_data: 'user-1' });
  await send('GET', '/v3/users/user-1/');
  await send('GET', '/elsewhere/user-1/');
  expect(Object.fromEntries(sandbox.state.requests)).toEqual({
    'POST /v3/users/create/ 201': 1,
    'POST /v3/users/create/ 400': 1,
    'GET /v3/users/{vendor_data}/ 200': 1,
    'GET (unknown) 404': 1,
  });
  expect(entries[2]).toEqual({ method: 'GET', route: '/v3/users/{vendor_data}/', status: 200, arrivedAt: expect.any(Date) });
  expect(JSON.stringify(entries)).not.toContain('user-1');
});

test('a request takes effect at once, and only its answer waits for the latency', async () => {
  const { createUser, sandbox } = await talkToSandbox({ latencyMs: [800, 900] });
  const sent = performance.now();
  const answered = createUser({ vendor_data: 'user-1' });
  await expect.poll(() => sandbox.state.users.size, { interval: 10 }).toBe(1);
  expect(performance.now() - sent).toBeLessThan(800);
  await answered;
  expect(performance.now() - sent).toBeGreaterThanOrEqual(799);
});

test('a client that goes away in the middle of its body leaves no trace', async () => {
  const { sandbox, createUser } = await talkToSandbox();
  const abort = new AbortController();
  const half = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"vendor_data": "us'));
      setTimeout(() => abort.abort(), 50);
    },
  });
  const headers = { 'x-api-key': sandbox.apiKey };
  const cut = fetch(`${sandbox.baseUrl}/v3/users/create/`, {
    method: 'POST',
    headers,
    body: half,
    duplex: 'half',
    signal: abort.signal,
  });
  await expect(cut).rejects.toThrow();
  await createUser({ vendor_data: 'user-1' });
  expect(Object.fromEntries(sandbox.state.requests)).toEqual({ 'POST /v3/users/create/ 201': 1 });
});

test('without faults nothing goes wrong, and they can be switched on and off', async () => {
  const { sandbox, send } = await talkToSandbox({ readLimit: 'off' });
  const statuses = async () => {
    const all: number[] = [];
    for (let index = 0; index < 20; index++) all.push((await send('GET', '/v3/users/')).status);
    return [...new Set(all)];
  };
  expect(await statuses()).toEqual([200]);
  sandbox.setFaults({ seed: 1, rules: [{ kind: '403', rate: 1, routes: ['list'] }] });
  expect(await statuses()).toEqual([403]);
  sandbox.setFaults(undefined);
  expect(await statuses()).toEqual([200]);
  expect(Object.fromEntries(sandbox.state.faults)).toEqual({ '403 list': 20 });
});

test('what is throttled or refused at the door meets no fault', async () => {
  const { sandbox, send } = await talkToSandbox({
    writeLimit: { requests: 1, windowMs: 30_000 },
    faults: { seed: 1, rules: [{ kind: '500-after', rate: 1 }] },
  });
  expect((await send('GET', '/v3/users/', undefined, { 'x-api-key': 'sk_test_wrong' })).status).toBe(401);
  expect((await send('GET', '/elsewhere/')).status).toBe(404);
  expect((await send('POST', '/v3/users/create/', '{')).status).toBe(400);
  expect((await send('POST', '/v3/users/create/', {})).status).toBe(429);
  expect(sandbox.state.faultCount).toBe(0);
});
