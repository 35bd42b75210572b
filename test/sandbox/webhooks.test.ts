import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { WebhookOptions } from '../../src/sandbox/index.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { receiveWebhooks } from './receive-webhooks.js';
import { talkToSandbox } from './talk.js';

/** Minutes become milliseconds, that a test can wait for. */
const SOON = { secret: 'a secret', retryAfterMs: [20, 40] };

async function createSome(url: string, count: number, options: Partial<WebhookOptions> = {}) {
  const talk = await talkToSandbox({ webhook: { ...SOON, url, ...options } });
  for (let number = 1; number <= count; number++) await talk.createUser({ vendor_data: `user-${number}` });
  return talk.sandbox;
}

test.each([500, 503, 404, 'silence'] as const)(
  'a receiver that answers %s gets the event twice more, the same one',
  async (answer) => {
    const receiver = await receiveWebhooks(() => answer);
    const sandbox = await createSome(receiver.url, 1, { timeoutMs: 100 });
    const events = await receiver.take(3);
    expect(new Set(events.map(({ text }) => text)).size).toBe(1);
    await delay(200);
    expect(receiver.count).toBe(3);
    expect(sandbox.webhooks()).toMatchObject({ events: 1, attempts: 3, delivered: 0, givenUp: 1, waiting: 0 });
    expect(sandbox.webhooks()?.latest.map(({ outcome }) => outcome)).toEqual(['given up', 'again later', 'again later']);
  },
);

test.each([400, 401, 302])('a receiver that answers %s gets the event once', async (answer) => {
  const receiver = await receiveWebhooks(() => answer);
  const sandbox = await createSome(receiver.url, 1);
  await receiver.take(1);
  await expect.poll(() => sandbox.webhooks()?.givenUp).toBe(1);
  await delay(100);
  expect(receiver.count).toBe(1);
});

test('an event that is taken the second time is delivered, with a fresh time and signature', async () => {
  const receiver = await receiveWebhooks((index) => (index === 0 ? 503 : 200));
  const sandbox = await createSome(receiver.url, 1, { retryAfterMs: [1100] });
  const [first, second] = await receiver.take(2);
  await expect.poll(() => sandbox.webhooks()?.delivered).toBe(1);
  expect(Number(second?.headers['x-timestamp'])).toBeGreaterThan(Number(first.headers['x-timestamp']));
  expect(second?.headers['x-signature-v2']).toBe(first.headers['x-signature-v2']);
});

test('where nobody listens the events are given up, and the sandbox goes on', async () => {
  const sandbox = await createSome('http://127.0.0.1:9/', 2);
  await expect.poll(() => sandbox.webhooks()?.givenUp).toBe(2);
  expect(sandbox.state.users.size).toBe(2);
});

test('what comes on top of a full queue is dropped and counted', async () => {
  const receiver = await receiveWebhooks(() => 'silence');
  const sandbox = await createSome(receiver.url, 5, { maxWaiting: 3, timeoutMs: 60_000 });
  expect(sandbox.webhooks()).toMatchObject({ events: 5, dropped: 2, waiting: 3 });
  const started = performance.now();
  await sandbox.close();
  expect(performance.now() - started).toBeLessThan(1_000);
});

test.each(['http://example.com/', 'https://192.0.2.1/', 'http://127.0.0.1.example.com/', 'http://[2001:db8::1]/'])(
  '%s is not of this machine and needs to be allowed',
  async (url) => {
    await expect(startSandbox({ webhook: { url, secret: 's' } })).rejects.toThrow('--webhook-anywhere');
    const sandbox = await startSandbox({ webhook: { url, secret: 's', anywhere: true } });
    await sandbox.close();
  },
);

test.each(['nonsense', 'ftp://127.0.0.1/', 'http://user:word@127.0.0.1/'])('%s is no address for events', async (url) => {
  await expect(startSandbox({ webhook: { url, secret: 's' } })).rejects.toThrow(RangeError);
});

test('the receiver of the samples takes what is signed with its secret, once, and refuses all else', async () => {
  const path = new URL('../../samples/webhook-receiver.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [path, '0'], {
    env: { DIDIT_WEBHOOK_SECRET: 'a secret' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  await once(reader, 'line');
  const url = lines[0]?.split(' at ')[1] ?? '';
  const sandbox = await createSome(url, 2);
  await expect.poll(() => sandbox.webhooks()?.delivered).toBe(2);
  const stranger = await createSome(url, 1, { secret: 'another' });
  await expect.poll(() => stranger.webhooks()?.givenUp).toBe(1);
  await expect.poll(() => lines.at(-1)).toBe('{"user.data.updated":2,"refused":1}');
});
