import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Lane, type LaneOptions } from '../../src/didit/lane.js';
import { allSpent, marginMs } from '../../src/didit/tokens.js';
import { Transport } from '../../src/didit/transport.js';
import { answer, late, scriptedServer } from '../helpers/scripted-server.js';

function laneOf(options: Pick<LaneOptions, 'limit'> & Partial<LaneOptions>): Lane {
  const lane = new Lane({ requestTimeoutMs: 200, signal: new AbortController().signal, ...options });
  onTestFinished(() => lane.close());
  return lane;
}

/** The most requests that any span of `windowMs` held: what a strict sliding window would have counted. */
function mostWithin(windowMs: number, times: readonly number[]): number {
  return Math.max(...times.map((end) => times.filter((at) => at <= end && at > end - windowMs).length));
}

test('the server never sees more than the limit in any window, and nearly all of it in each', async () => {
  const limit = { requests: 20, windowMs: 500 };
  const server = await scriptedServer(late(() => Math.random() * 40, answer(200, {})));
  const lane = laneOf({ limit });
  const transport = new Transport({ baseUrl: server.baseUrl, apiKey: 'key', requestTimeoutMs: 5_000, connections: 8 });
  onTestFinished(() => transport.close());
  const end = Date.now() + 3_000;
  const worker = async () => {
    while (Date.now() < end) {
      const token = await lane.take();
      await transport.send({ method: 'GET', path: '/' });
      token.giveBack('answered');
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  const times = server.requests.map(({ at }) => at);
  expect(mostWithin(limit.windowMs, times)).toBe(limit.requests);
  // Six windows of 20 fit into the time.
  expect(times.length).toBeGreaterThanOrEqual(80);
});

test('a token comes back one window and the margin after the answer', async () => {
  const lane = laneOf({ limit: { requests: 1, windowMs: 100 } });
  const token = await lane.take();
  await delay(100);
  const answeredAt = Date.now();
  token.giveBack('answered');
  await lane.take();
  expect(Date.now() - answeredAt).toBeGreaterThanOrEqual(100 + marginMs(100) - 1);
});

test('without an answer a token stays away for the time that the request may still take', async () => {
  const lane = laneOf({ limit: { requests: 1, windowMs: 100 }, requestTimeoutMs: 200 });
  const sentAt = Date.now();
  (await lane.take()).giveBack('unanswered');
  await lane.take();
  expect(Date.now() - sentAt).toBeGreaterThanOrEqual(100 + 200);
});

test('tokens that an earlier process has spent are waited for', async () => {
  const due = Date.now() + 300;
  const lane = laneOf({ limit: { requests: 5, windowMs: 1_000 }, spent: [due, due, due, due - 10_000] });
  await Promise.all([lane.take(), lane.take()]);
  expect(Date.now()).toBeLessThan(due);
  await lane.take();
  expect(Date.now()).toBeGreaterThanOrEqual(due - 1);
});

test('of more spent tokens than the limit has, the last to come back count', async () => {
  const now = Date.now();
  const lane = laneOf({ limit: { requests: 2, windowMs: 1_000 }, spent: [now + 400, now + 500, now + 100, now + 50] });
  expect(lane.state().used).toBe(2);
  await lane.take();
  expect(Date.now()).toBeGreaterThanOrEqual(now + 400 - 1);
});

test('a clock that was set back does not lock the lane', async () => {
  const lane = laneOf({ limit: { requests: 1, windowMs: 100 }, spent: [Date.now() + 1e9] });
  await lane.take();
});

test('what is spent is told to the next process: answered, unanswered and in flight', async () => {
  const limit = { requests: 3, windowMs: 10_000 };
  const lane = laneOf({ limit, requestTimeoutMs: 5_000 });
  const [answered, unanswered] = [await lane.take(), await lane.take(), await lane.take()];
  answered?.giveBack('answered');
  unanswered?.giveBack('unanswered');
  const spent = lane.spent();
  const soon = Date.now() + 10_000 + marginMs(10_000);
  // A clock that ticks between the two lines makes it a minus zero.
  expect(spent.map((at) => Math.abs(Math.round((at - soon) / 1_000)))).toEqual([0, 5, 5]);
  expect(laneOf({ limit, spent, requestTimeoutMs: 5_000 }).state().used).toBe(3);
});

test('after an unclean end all tokens of a limit count as spent', () => {
  expect(allSpent({ requests: 2, windowMs: 60_000 }, 1_000)).toEqual([61_250, 61_250]);
  expect(allSpent('off', 1_000)).toEqual([]);
});

test('a lane that is off lets everything through and spends nothing', async () => {
  const lane = laneOf({ limit: 'off', spent: [Date.now() + 60_000] });
  const tokens = await Promise.all(Array.from({ length: 2_000 }, () => lane.take()));
  for (const token of tokens) token.giveBack('answered');
  expect([lane.spent(), lane.state().used]).toEqual([[], 0]);
});

test.each(['off', { requests: 10, windowMs: 50 }] as const)(
  'a pause holds everybody back (limit %j), the longest one counts',
  async (limit) => {
    const lane = laneOf({ limit });
    const until = Date.now() + 300;
    lane.throttled(300);
    lane.throttled(10);
    const next = async () => {
      const token = await lane.take();
      token.giveBack('answered');
      return Date.now();
    };
    const times = await Promise.all(Array.from({ length: 5 }, next));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(until - 1);
  },
);

test('a stop wakes everybody who waits for a token or for the end of a pause', async () => {
  const stop = new AbortController();
  const busy = laneOf({ limit: { requests: 1, windowMs: 60_000 }, signal: stop.signal });
  await busy.take();
  const paused = laneOf({ limit: 'off', signal: stop.signal });
  paused.throttled(60_000);
  const waiting = [busy.take(), busy.take(), paused.take()];
  setTimeout(() => stop.abort(), 50);
  expect(await Promise.allSettled(waiting)).toMatchObject(Array(3).fill({ status: 'rejected', reason: { code: 'interrupted' } }));
  await expect(busy.take()).rejects.toMatchObject({ code: 'interrupted' });
});

test('a lane that is off goes on after a pause that began while others stood in its queue', async () => {
  const lane = laneOf({ limit: 'off' });
  const one = async () => (await lane.take()).giveBack('answered');
  // Enough good answers that the first pause teaches a pace.
  await Promise.all(Array.from({ length: 30 }, one));
  lane.throttled(30);
  await delay(40);
  const queued = Array.from({ length: 12 }, one);
  await delay(2);
  lane.throttled(50);
  await Promise.all(queued);
  await Promise.all(Array.from({ length: 20 }, one));
});

test('a pace spaces requests, and whoever was held up catches up on one and no more', async () => {
  const lane = laneOf({ limit: 'off' });
  const one = async () => {
    const token = await lane.take();
    token.giveBack('answered');
    return Date.now();
  };
  await Promise.all(Array.from({ length: 21 }, one));
  lane.throttled(1_000);
  // Twenty in the one second of the window: some fifty milliseconds apart.
  const times = Promise.all(Array.from({ length: 14 }, one));
  await delay(1_200);
  const until = Date.now() + 300;
  while (Date.now() < until);
  // Six are late by then.
  expect(mostWithin(100, await times)).toBeLessThanOrEqual(4);
});

test('answers that come in the pause count for what the server let through', async () => {
  const lane = laneOf({ limit: 'off' });
  const tokens = await Promise.all(Array.from({ length: 11 }, () => lane.take()));
  lane.throttled(1_000);
  for (const token of tokens) token.giveBack('answered');
  const resumedAt = Date.now() + 1_000;
  for (let n = 0; n < 5; n += 1) (await lane.take()).giveBack('answered');
  // Ten a second, less a twentieth: the fifth goes out four gaps after the first.
  expect(Date.now() - resumedAt).toBeGreaterThan(300);
});
