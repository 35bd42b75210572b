import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateLimiter, SlidingWindow } from '../../src/sandbox/rate-limit.js';
import { talkToSandbox } from './talk.js';

test('a window grants exactly what a count over the last windowMs allows', () => {
  const requests = fc.integer({ min: 1, max: 5 });
  const pauses = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
  fc.assert(
    fc.property(requests, pauses, (limit, gaps) => {
      const window = new SlidingWindow(limit, 100);
      const granted: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        const inWindow = granted.filter((time) => now - time < 100);
        const waitMs = window.take(now);
        expect(waitMs).toBe(inWindow.length < limit ? 0 : (inWindow[0] ?? 0) + 100 - now);
        if (waitMs === 0) granted.push(now);
      }
    }),
  );
});

test('callers and scopes are counted apart, and throttled requests are not counted', () => {
  const limiter = new RateLimiter({ write: { requests: 1, windowMs: 100 }, read: 'off' });
  expect(limiter.take('write', 'one', 0)).toBeUndefined();
  expect(limiter.take('write', 'one', 99)).toEqual({ limit: 1, waitMs: 1 });
  expect(limiter.take('write', 'two', 99)).toBeUndefined();
  expect(limiter.take('read', 'one', 99)).toBeUndefined();
  expect(limiter.take('write', 'one', 100)).toBeUndefined();
});

test.each([
  { requests: 0, windowMs: 1000 },
  { requests: 1.5, windowMs: 1000 },
  { requests: 1, windowMs: 0 },
  { requests: 1, windowMs: Number.NaN },
])('there is no limit of %o', (write) => {
  expect(() => new RateLimiter({ write, read: 'off' })).toThrow(RangeError);
});

test('a throttled write answers 429 with the documented headers and has no effect', async () => {
  const { createUser, sandbox } = await talkToSandbox({ writeLimit: { requests: 2, windowMs: 30_000 } });
  await createUser({ vendor_data: 'user-1' });
  await createUser({ vendor_data: 'user-2' });
  const { status, headers, body } = await createUser({ vendor_data: 'user-3' });
  expect([status, body]).toEqual([429, { detail: 'Request was throttled. Expected available in 30 seconds.' }]);
  expect(headers.get('retry-after')).toBe('30');
  expect(headers.get('x-ratelimit-limit')).toBe('2');
  expect(headers.get('x-ratelimit-remaining')).toBe('0');
  expect(Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000).toBeGreaterThan(28);
  expect(Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000).toBeLessThan(31);
  expect(sandbox.state.users.size).toBe(2);
});

test('answers other than 429 carry no rate-limit headers', async () => {
  const { createUser } = await talkToSandbox();
  const { headers } = await createUser({ vendor_data: 'user-1' });
  expect([...headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
});

test('all writes share one window, reads have their own', async () => {
  const { createUser, send } = await talkToSandbox({
    writeLimit: { requests: 2, windowMs: 30_000 },
    readLimit: { requests: 1, windowMs: 30_000 },
  });
  await createUser({ vendor_data: 'user-1' });
  await send('PATCH', '/v3/users/user-1/', {});
  expect((await send('POST', '/v3/users/delete/', { vendor_data_list: ['user-1'] })).status).toBe(429);
  expect((await send('GET', '/v3/users/user-1/')).status).toBe(200);
  expect((await send('GET', '/v3/users/user-1/')).status).toBe(429);
});

test('the window slides: a write passes again as soon as the oldest has left it', async () => {
  const { createUser, sandbox } = await talkToSandbox({ writeLimit: { requests: 2, windowMs: 1500 } });
  await createUser({ vendor_data: 'user-1' });
  await delay(1000);
  await createUser({ vendor_data: 'user-2' });
  await delay(600);
  // The first has left the window, the second has not: there is room for one.
  expect((await createUser({ vendor_data: 'user-3' })).status).toBe(201);
  expect((await createUser({ vendor_data: 'user-4' })).status).toBe(429);
  expect(sandbox.state.users.size).toBe(3);
});

test('every request counts from its arrival, whatever its answer', async () => {
  const { send } = await talkToSandbox({ writeLimit: { requests: 3, windowMs: 30_000 }, latencyMs: 50 });
  const replies = await Promise.all([
    send('POST', '/v3/users/create/', '{broken'),
    send('POST', '/v3/nowhere/', {}),
    send('POST', '/v3/users/', {}),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([400, 404, 405]);
  expect((await send('POST', '/v3/users/create/', { vendor_data: 'user-1' })).status).toBe(429);
});

test('without a key the caller is the first hop of X-Forwarded-For, else the address', async () => {
  const { send } = await talkToSandbox({ readLimit: { requests: 1, windowMs: 30_000 } });
  const statuses: number[] = [];
  for (const headers of [{}, { 'x-forwarded-for': '192.0.2.1, 192.0.2.9' }, { 'x-forwarded-for': '192.0.2.1' }, {}]) {
    statuses.push((await send('GET', '/v3/users/', undefined, { ...headers })).status);
  }
  expect(statuses).toEqual([403, 403, 429, 429]);
});
