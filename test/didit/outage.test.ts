import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type OutageSettings, Outages, type Passage, type RouteClass } from '../../src/didit/outage.js';

const THRESHOLD = 3;

function outagesOf(settings: Partial<OutageSettings> = {}): Outages {
  return new Outages({
    threshold: THRESHOLD,
    maxOutageMs: 60_000,
    backoff: { baseMs: 20, capMs: 20 },
    signal: new AbortController().signal,
    ...settings,
  });
}

function fail(outages: Outages, route: RouteClass, times = THRESHOLD): void {
  for (let n = 0; n < times; n += 1) outages.note(route, 'request', 'unclear');
}

/** Workers that want to pass, with the passages given so far. */
function workersAt(outages: Outages, route: RouteClass, count: number): { passed: Passage[]; all: Promise<unknown> } {
  const passed: Passage[] = [];
  const work = async () => passed.push(await outages.pass(route));
  return { passed, all: Promise.all(Array.from({ length: count }, work)) };
}

test('a class is out after so many unclear answers in a row, and not before', () => {
  const outages = outagesOf();
  fail(outages, 'create', THRESHOLD - 1);
  outages.note('create', 'request', 'clear');
  fail(outages, 'create', THRESHOLD - 1);
  expect(outages.current()).toEqual([]);
  outages.note('create', 'request', 'neither');
  outages.note('create', 'request', 'unclear');
  expect(outages.current()).toMatchObject([{ route: 'create', name: 'create' }]);
});

test('one probe at a time is let through, and its success lets all others go on', async () => {
  const outages = outagesOf();
  fail(outages, 'face');
  const { passed, all } = workersAt(outages, 'face', 6);
  await delay(150);
  expect(passed).toEqual(['probe']);
  outages.note('face', 'probe', 'clear');
  await all;
  expect(passed).toEqual(['probe', ...Array(5).fill('request')]);
  expect(outages.current()).toEqual([]);
});

test('late answers to requests from before the outage do not let a second probe out', async () => {
  const outages = outagesOf();
  fail(outages, 'create');
  const { passed, all } = workersAt(outages, 'create', 3);
  await delay(100);
  fail(outages, 'create', 4);
  await delay(400);
  expect(passed).toEqual(['probe']);
  outages.note('create', 'probe', 'clear');
  await all;
});

test('after a probe that failed or said nothing comes the next one, alone again', async () => {
  const outages = outagesOf();
  fail(outages, 'read');
  for (const outcome of ['unclear', 'neither', 'unclear'] as const) {
    expect(await outages.pass('read')).toBe('probe');
    outages.note('read', 'probe', outcome);
  }
  const since = outages.current()[0]?.since ?? 0;
  expect(since).toBeGreaterThan(0);
  expect(since).toBeLessThanOrEqual(Date.now() - 3 * 10);
});

test('an outage of one class holds no other back', async () => {
  const outages = outagesOf();
  fail(outages, 'create');
  expect(await Promise.all([outages.pass('read'), outages.pass('update'), outages.pass('face')])).toEqual(
    Array(3).fill('request'),
  );
});

test('an outage that lasts too long stops everybody who waits', async () => {
  const outages = outagesOf({ maxOutageMs: 100, backoff: { baseMs: 60_000, capMs: 60_000 } });
  fail(outages, 'update');
  const waiting = await Promise.allSettled([outages.pass('update'), outages.pass('update')]);
  const reason = { code: 'outage', message: 'Didit has accepted no change of a user for 1 s.' };
  expect(waiting).toMatchObject(Array(2).fill({ status: 'rejected', reason }));
});

test('who waits for the end of an outage is woken by the end of the run', async () => {
  const stop = new AbortController();
  const outages = outagesOf({ signal: stop.signal, backoff: { baseMs: 60_000, capMs: 60_000 } });
  fail(outages, 'create');
  const waiting = outages.pass('create');
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'interrupted' });
});

test('successes are counted by class', () => {
  const outages = outagesOf();
  for (const outcome of ['clear', 'unclear', 'neither', 'clear'] as const) outages.note('read', 'request', outcome);
  expect([outages.successes('read'), outages.successes('create')]).toEqual([2, 0]);
});
