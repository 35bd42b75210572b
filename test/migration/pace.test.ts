import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { Client } from '../../src/didit/index.js';
import { keepPace, type Limits, requestsSoFar, spentBefore } from '../../src/migration/pace.js';
import { Rehearsal } from './rehearsal.js';

const LIMITS: Limits = { write: { requests: 5, windowMs: 10_000 }, read: { requests: 2, windowMs: 10_000 } };

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
});

function client(): Client {
  const made = new Client({
    target: rehearsal.sandbox,
    apiKey: rehearsal.sandbox.apiKey,
    requestTimeoutMs: 5_000,
    connections: 1,
    writeLimit: LIMITS.write,
    readLimit: LIMITS.read,
    spent: { write: [], read: [] },
    maxOutageMs: 1000,
    signal: new AbortController().signal,
  });
  onTestFinished(() => made.close());
  return made;
}

const read = async (from: Client) => void (await from.getUser('p1', from.calls.patience()));
const neverFails = (error: unknown) => {
  throw error;
};

test('a checkpoint that was never run has spent nothing', () => {
  expect(spentBefore(rehearsal.checkpoint, LIMITS)).toEqual({ write: [], read: [] });
  expect(requestsSoFar(rehearsal.checkpoint)).toEqual({ read: 0, write: 0, throttled: 0 });
});

test('a run that ends cleanly leaves when each of its requests comes back, and how many there were', async () => {
  const now = Date.now();
  const paced = client();
  const end = keepPace(rehearsal.checkpoint, paced, neverFails);
  await read(paced);
  end();
  const { write, read: reads } = spentBefore(rehearsal.checkpoint, LIMITS);
  expect(write).toEqual([]);
  expect(reads).toEqual([expect.any(Number)]);
  expect(reads[0]).toBeGreaterThanOrEqual(now + 10_000);
  expect(requestsSoFar(rehearsal.checkpoint)).toEqual({ read: 1, write: 0, throttled: 0 });
});

test('what goes out is noted by the minute, with the limit', async () => {
  const paced = client();
  const end = keepPace(rehearsal.checkpoint, paced, neverFails);
  await read(paced);
  await read(paced);
  end();
  const minutes = rehearsal.checkpoint.pace.minutes();
  expect(minutes.reduce((sum, { reads }) => sum + reads, 0)).toBe(2);
  expect(minutes.map(({ writes, throttled, outageMs, limit }) => [writes, throttled, outageMs, limit])).toEqual(
    minutes.map(() => [0, 0, 0, 30]),
  );
});

test('a run that dies, even at once, counts as having spent all of the last window', () => {
  const now = Date.now();
  const paced = client();
  const end = keepPace(rehearsal.checkpoint, paced, neverFails);
  const { write, read: reads } = spentBefore(rehearsal.checkpoint, LIMITS);
  expect([write.length, reads.length]).toEqual([5, 2]);
  expect(Math.min(...write, ...reads)).toBeGreaterThanOrEqual(now + 10_000);
  expect(spentBefore(rehearsal.checkpoint, { write: 'off', read: 'off' })).toEqual({ write: [], read: [] });
  end();
});

test('requests are counted over all runs', async () => {
  for (let run = 1; run <= 2; run += 1) {
    const paced = client();
    const end = keepPace(rehearsal.checkpoint, paced, neverFails);
    await read(paced);
    end();
  }
  expect(requestsSoFar(rehearsal.checkpoint)).toMatchObject({ read: 2 });
});

test('a note that cannot be written while the run goes on stops it, and does not end the process', async () => {
  const failures: unknown[] = [];
  const paced = client();
  const end = keepPace(rehearsal.checkpoint, paced, (error) => failures.push(error));
  await read(paced);
  rehearsal.checkpoint.database.all('PRAGMA query_only = ON');
  await delay(1_100);
  rehearsal.checkpoint.database.all('PRAGMA query_only = OFF');
  end();
  expect(failures).toMatchObject([{ code: 'checkpoint_unusable' }]);
});
