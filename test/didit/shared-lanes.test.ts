import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Lane } from '../../src/didit/lane.js';
import { openSharedLanes, sharedLanesId } from '../../src/didit/shared-lanes.js';
import { marginMs } from '../../src/didit/tokens.js';
import type { RequestLimit } from '../../src/model.js';
import { RedisServer, withoutRedis } from '../helpers/redis.js';

/** With this window a lane that begins anew is closed for some eleven seconds; tests open it themselves. */
const LIMIT = { requests: 10, windowMs: 400 } as const;
const TIMEOUT_MS = 100;

interface Sharing {
  readonly limit?: RequestLimit;
  readonly maxOutageMs?: number;
  readonly stop?: AbortController;
  readonly spent?: readonly number[];
}

/** As one process of several. */
async function laneOn({ url }: RedisServer, { limit = LIMIT, maxOutageMs = 60_000, stop, spent = [] }: Sharing = {}) {
  const { signal } = stop ?? new AbortController();
  const shared = await openSharedLanes({ url, id: 'test', maxOutageMs, signal });
  const tokens = (own: Parameters<typeof shared.tokens>[1]) => shared.tokens('write', own);
  const lane = new Lane({ limit, requestTimeoutMs: TIMEOUT_MS, spent, tokens, signal });
  onTestFinished(async () => {
    await lane.close();
    shared.close();
  });
  return lane;
}

const KEY = 'didit-migrate:test:write';

/** As if the time after a beginning were over. */
async function open(server: RedisServer): Promise<void> {
  while ((await server.command('ZREM', KEY, 'anew')) === 0) await delay(20);
}

async function opened(server: RedisServer): Promise<Lane> {
  const lane = await laneOn(server);
  const first = lane.take();
  await open(server);
  (await first).giveBack('unsent');
  return lane;
}

/** The most that any span of `windowMs` held. */
function mostWithin(windowMs: number, times: readonly number[]): number {
  return Math.max(0, ...times.map((end) => times.filter((at) => at <= end && at > end - windowMs).length));
}

/** Sends for so long, each request answered within some milliseconds; returns when each was counted. */
async function sendFor(ms: number, lane: Lane, workers = 4): Promise<number[]> {
  const times: number[] = [];
  const end = Date.now() + ms;
  const worker = async () => {
    while (Date.now() < end) {
      const token = await lane.take();
      await delay(Math.random() * 20);
      times.push(Date.now());
      await delay(Math.random() * 20);
      token.giveBack('answered');
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return times;
}

test('the lanes belong to a key and do not tell it', () => {
  const id = sharedLanesId('https://example.com', 'sk_test_key');
  expect(id).toMatch(/^[\w-]{22}$/);
  expect(
    new Set([id, sharedLanesId('https://example.com', 'other'), sharedLanesId('https://example.org', 'sk_test_key')]).size,
  ).toBe(3);
});

describe.skipIf(withoutRedis())('with a Redis server', { timeout: 40_000 }, () => {
  test('processes together never pass the limit in any window, and use nearly all of it', async () => {
    const server = await RedisServer.start();
    const lanes = [await opened(server), await laneOn(server), await laneOn(server), await laneOn(server)];
    const times = (await Promise.all(lanes.map((lane) => sendFor(4_000, lane)))).flat();
    expect(mostWithin(LIMIT.windowMs, times)).toBeLessThanOrEqual(LIMIT.requests);
    // Ten windows of ten fit into the time.
    expect(times.length).toBeGreaterThanOrEqual(70);
  });

  test('a token comes back one window and the margin after the answer, to whichever process', async () => {
    const server = await RedisServer.start();
    const [one, other] = [await opened(server), await laneOn(server)];
    const tokens = await Promise.all(Array.from({ length: LIMIT.requests }, () => one.take()));
    await delay(100);
    const answeredAt = Date.now();
    for (const token of tokens) token.giveBack('answered');
    await other.take();
    expect(Date.now() - answeredAt).toBeGreaterThanOrEqual(LIMIT.windowMs + marginMs(LIMIT.windowMs) - 2);
  });

  test('one that was not needed is free again', async () => {
    const server = await RedisServer.start();
    const [one, other] = [await opened(server), await laneOn(server)];
    const tokens = await Promise.all(Array.from({ length: LIMIT.requests }, () => one.take()));
    tokens[0]?.giveBack('unsent');
    const startedAt = Date.now();
    await other.take();
    expect(Date.now() - startedAt).toBeLessThan(5_000);
  });

  test('what a process that died has taken comes back by itself, when its requests cannot count any more', async () => {
    const server = await RedisServer.start();
    const dying = await opened(server);
    await Promise.all(Array.from({ length: LIMIT.requests }, () => dying.take()));
    const takenAt = Date.now();
    const other = await laneOn(server);
    await other.take();
    const longest = 10_000 + TIMEOUT_MS + LIMIT.windowMs + marginMs(LIMIT.windowMs);
    expect(Date.now() - takenAt).toBeGreaterThanOrEqual(longest - 50);
    expect(Date.now() - takenAt).toBeLessThan(longest + 5_000);
  });

  test.each<[string, (server: RedisServer) => Promise<void>]>([
    ['loses its data', async (server) => void (await server.command('FLUSHALL'))],
    [
      'is restarted with what it had on its disk',
      async (server) => {
        await server.command('SAVE');
        await server.stop();
        await server.start();
      },
    ],
  ])('where Redis %s, nobody gets a token until what was sent cannot count any more', async (_, lose) => {
    const server = await RedisServer.start();
    const [one, other] = [await opened(server), await laneOn(server)];
    const tokens = await Promise.all(Array.from({ length: LIMIT.requests }, () => one.take()));
    await lose(server);
    const lostAt = Date.now();
    for (const token of tokens) token.giveBack('answered');
    const waiting = Promise.all([one.take(), other.take()]);
    await delay(1_500);
    expect(one.state().waiting ?? other.state().waiting).toMatchObject({ for: 'redis_anew' });
    await waiting;
    expect(Date.now() - lostAt).toBeGreaterThanOrEqual(TIMEOUT_MS + LIMIT.windowMs);
  });

  test('a Redis that is away for a while pauses the lane, and for longer than allowed stops it', async () => {
    const server = await RedisServer.start();
    const lane = await opened(server);
    const strict = await laneOn(server, { maxOutageMs: 1_500 });
    await server.stop();
    const waiting = lane.take();
    await expect(strict.take()).rejects.toMatchObject({ code: 'redis_outage', detail: { place: `127.0.0.1:${server.port}` } });
    expect(lane.state().waiting).toMatchObject({ for: 'redis' });
    await server.start();
    await open(server);
    await waiting;
  });

  test('a 429 of one process pauses all', async () => {
    const server = await RedisServer.start();
    const [one, other] = [await opened(server), await laneOn(server)];
    one.throttled(1_000);
    const from = Date.now();
    while ((await server.command('ZSCORE', KEY, 'hold')) === null) await delay(5);
    await other.take();
    expect(Date.now() - from).toBeGreaterThanOrEqual(990);
  });

  test('what a process had counted for itself before counts for all', async () => {
    const server = await RedisServer.start();
    await opened(server);
    const due = Date.now() + 1_500;
    const one = await laneOn(server, { spent: Array<number>(LIMIT.requests).fill(due) });
    await one.take();
    expect(Date.now()).toBeGreaterThanOrEqual(due - 1);
  });

  test('a stop wakes those who wait', async () => {
    const server = await RedisServer.start();
    const stop = new AbortController();
    const lane = await laneOn(server, { stop });
    const waiting = lane.take();
    setTimeout(() => stop.abort(), 100);
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('a Redis that refuses stops the run, and the password is nowhere', async () => {
    const server = await RedisServer.start('--requirepass', 'geheim-4711');
    const url = server.url.replace('//', '//:wrong-4711@');
    const { signal } = new AbortController();
    const refused = await openSharedLanes({ url, id: 'test', maxOutageMs: 1_000, signal }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'redis_unusable', detail: { place: `127.0.0.1:${server.port}` } });
    expect(`${refused} ${JSON.stringify(refused)}`).not.toMatch(/4711/);
    const right = await openSharedLanes({ url: url.replace('wrong', 'geheim'), id: 'test', maxOutageMs: 1_000, signal });
    right.close();
  });
});
