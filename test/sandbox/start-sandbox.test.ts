import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { talkToSandbox } from './talk.js';

test('a sandbox makes up a port, a key of the documented form and both ids', async () => {
  const { sandbox } = await talkToSandbox();
  expect(sandbox.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(sandbox.apiKey).toMatch(/^sk_test_[\w-]{43}$/);
  expect(sandbox.organizationId).toMatch(/^[0-9a-f-]{36}$/);
  expect(sandbox.applicationId).toMatch(/^[0-9a-f-]{36}$/);
});

test('a sandbox takes what it is given', async () => {
  const given = { apiKey: 'a-key-without-prefix', organizationId: 'o', applicationId: 'a' };
  const { sandbox, createUser } = await talkToSandbox(given);
  expect(sandbox).toMatchObject(given);
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(201);
});

test('two sandboxes know nothing of each other', async () => {
  const [one, two] = [await talkToSandbox(), await talkToSandbox()];
  await one.createUser({ vendor_data: 'user-1' });
  expect((await two.send('GET', '/v3/users/user-1/')).status).toBe(404);
  expect((await two.send('GET', '/v3/users/', undefined, { 'x-api-key': one.sandbox.apiKey })).status).toBe(401);
});

test('a port that is taken is an error', async () => {
  const { sandbox } = await talkToSandbox();
  await expect(startSandbox({ port: Number(new URL(sandbox.baseUrl).port) })).rejects.toThrow('EADDRINUSE');
});

test('a rate limit of nothing is an error', async () => {
  await expect(startSandbox({ writeLimit: { requests: 0, windowMs: 1000 } })).rejects.toThrow(RangeError);
});

test('close ends idle connections and waiting answers at once, and may be called twice', async () => {
  const { sandbox, createUser } = await talkToSandbox({ latencyMs: 60_000 });
  const idle = connect(Number(new URL(sandbox.baseUrl).port), '127.0.0.1');
  await once(idle, 'connect');
  const ended = once(idle, 'close');
  const waiting = expect(createUser({ vendor_data: 'user-1' })).rejects.toThrow();
  await expect.poll(() => sandbox.state.users.size).toBe(1);
  const started = performance.now();
  await Promise.all([sandbox.close(), sandbox.close(), ended, waiting]);
  expect(performance.now() - started).toBeLessThan(2000);
  await expect(fetch(sandbox.baseUrl)).rejects.toThrow();
});

test('close ends hanging requests at once, and what was to happen late never does', async () => {
  const { sandbox, createUser, send } = await talkToSandbox({
    faults: {
      seed: 1,
      rules: [
        { kind: 'hang-after', rate: 1, routes: ['list'] },
        { kind: 'late', rate: 1, routes: ['create'], delayMs: 300 },
      ],
    },
  });
  const hanging = expect(send('GET', '/v3/users/')).rejects.toThrow('fetch failed');
  const late = expect(createUser({ vendor_data: 'user-1' })).rejects.toThrow('fetch failed');
  await expect.poll(() => sandbox.state.faultCount).toBe(2);
  const started = performance.now();
  await Promise.all([sandbox.close(), hanging, late]);
  expect(performance.now() - started).toBeLessThan(250);
  await delay(400);
  expect(sandbox.state.users.size).toBe(0);
  expect(Object.fromEntries(sandbox.state.requests)).toEqual({ 'GET /v3/users/ 0': 1 });
});

test('a key can be revoked and made good again', async () => {
  const { sandbox, createUser } = await talkToSandbox();
  sandbox.setKey('revoked');
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(401);
  expect(sandbox.state.users.size).toBe(0);
  sandbox.setKey('good');
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(201);
});

test('a fault at an impossible rate is an error, at the start and later', async () => {
  const faults = { seed: 1, rules: [{ kind: 'html', rate: 20 }] } as const;
  await expect(startSandbox({ faults })).rejects.toThrow(RangeError);
  const { sandbox } = await talkToSandbox();
  expect(() => sandbox.setFaults(faults)).toThrow(RangeError);
});

test('the state remembers every user that was ever created, with all that befell it', async () => {
  const { sandbox, createUser, send } = await talkToSandbox();
  await createUser({ vendor_data: 'user-1', status: 'FLAGGED' });
  await send('PATCH', '/v3/users/user-1/update-status/', { status: 'BLOCKED' });
  await send('POST', '/v3/users/delete/', { vendor_data_list: ['user-1'] });
  await createUser({ vendor_data: 'User-1' });
  const lives = sandbox.state.everCreated.get('user-1') ?? [];
  expect(lives.map(({ statusHistory }) => statusHistory.map(({ status }) => status))).toEqual([
    ['FLAGGED', 'BLOCKED'],
    ['ACTIVE'],
  ]);
  expect(sandbox.state.users.get('user-1')).toBe(lives[1]);
});
