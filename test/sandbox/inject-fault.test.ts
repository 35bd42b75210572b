import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { FaultKind, FaultRule, RequestEntry, Sandbox } from '../../src/sandbox/index.js';
import { talkToSandbox } from './talk.js';

/** Enough requests to see every look of a kind. */
const MANY = 12;

interface Seen {
  readonly status?: number;
  readonly type?: string | null;
  readonly retryAfter?: string | null;
  readonly text?: string;
  /** Why there was no answer, or not all of it. */
  readonly error?: string;
}

/** A request as a client sees it end, with a patience of half a second. */
async function look(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<Seen> {
  let answered: Seen = {};
  try {
    const response = await fetch(sandbox.baseUrl + path, {
      method,
      headers: { 'x-api-key': sandbox.apiKey },
      signal: AbortSignal.timeout(500),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { status, headers } = response;
    answered = { status, type: headers.get('content-type'), retryAfter: headers.get('retry-after') };
    return { ...answered, text: await response.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { ...answered, error: cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause) };
  }
}

/** What clients see who create so many users while each of them meets the fault. */
async function createAmid(rule: Omit<FaultRule, 'rate'>, times = MANY) {
  const { sandbox } = await talkToSandbox({ faults: { seed: 1, rules: [{ rate: 1, ...rule }] } });
  const create = (index: number) => look(sandbox, 'POST', '/v3/users/create/', { vendor_data: `user-${index}` });
  const seen = await Promise.all(Array.from({ length: times }, (_, index) => create(index)));
  return { sandbox, seen, users: sandbox.state.users };
}

const distinct = (values: readonly unknown[]) => [...new Set(values)].sort();

test.each(['500-before', '502-before', '503-before'] as const)('%s answers with an error and has done nothing', async (kind) => {
  const { seen, users } = await createAmid({ kind });
  expect(distinct(seen.map(({ status }) => status))).toEqual([Number(kind.slice(0, 3))]);
  expect(distinct(seen.map(({ type }) => type))).toEqual(['application/json', 'text/html']);
  expect(users.size).toBe(0);
});

test.each(['500-after', '502-after', '503-after'] as const)('%s answers with an error and has done the work', async (kind) => {
  const { seen, users } = await createAmid({ kind });
  expect(distinct(seen.map(({ status }) => status))).toEqual([Number(kind.slice(0, 3))]);
  expect(distinct(seen.map(({ type }) => type))).toEqual(['application/json', 'text/html']);
  expect(users.size).toBe(MANY);
});

test.each([
  ['reset-before', 0],
  ['reset-after', MANY],
] as const)('%s breaks the connection without an answer', async (kind, created) => {
  const { seen, users } = await createAmid({ kind });
  expect(distinct(seen.map(({ error }) => error))).toEqual(['ECONNRESET', 'UND_ERR_SOCKET']);
  expect(users.size).toBe(created);
});

test.each([
  ['hang-before', 0],
  ['hang-after', 2],
] as const)('%s never answers, until the client gives up', async (kind, created) => {
  const { sandbox, seen, users } = await createAmid({ kind }, 2);
  expect(seen.map(({ error }) => error)).toEqual(Array(2).fill(expect.stringContaining('23')));
  expect(users.size).toBe(created);
  expect(sandbox.state.requests.get('POST /v3/users/create/ 0')).toBe(2);
});

test('late does the work when the client has long given up', async () => {
  const { seen, users } = await createAmid({ kind: 'late', delayMs: 700 });
  expect(distinct(seen.map(({ status }) => status))).toEqual([undefined]);
  expect(users.size).toBe(0);
  await expect.poll(() => users.size).toBe(MANY);
});

test('a late face arrives after its client has looked for it', async () => {
  const { sandbox, send, facesOf } = await talkToSandbox();
  const faces = await facesOf('user-1');
  sandbox.setFaults({ seed: 1, rules: [{ kind: 'late', rate: 1, routes: ['face-upload'], delayMs: 200 }] });
  const picture = sharp(randomBytes(64 * 64 * 3), { raw: { width: 64, height: 64, channels: 3 } });
  const sent = Date.now();
  const uploading = send('POST', `${faces}upload/`, {
    image: (await picture.jpeg().toBuffer()).toString('base64'),
    comment: 'm-1',
  });
  expect((await send('GET', faces)).body.count).toBe(0);
  expect((await uploading).status).toBe(201);
  const [face] = sandbox.state.users.get('user-1')?.faces ?? [];
  expect(face?.comment).toBe('m-1');
  expect(Number(face?.created_at) - sent).toBeGreaterThanOrEqual(199);
});

test('slow does the work at once, and its answer comes late', async () => {
  const { sandbox, send } = await talkToSandbox({ faults: { seed: 1, rules: [{ kind: 'slow', rate: 1, delayMs: 400 }] } });
  const sent = performance.now();
  const answering = send('POST', '/v3/users/create/', { vendor_data: 'user-1' });
  await expect.poll(() => sandbox.state.users.size, { interval: 10 }).toBe(1);
  expect(performance.now() - sent).toBeLessThan(400);
  expect((await answering).status).toBe(201);
  expect(performance.now() - sent).toBeGreaterThanOrEqual(399);
});

test('truncated has done the work and sends half of the JSON, ended well or broken off', async () => {
  const { seen, users } = await createAmid({ kind: 'truncated' });
  expect(users.size).toBe(MANY);
  expect(distinct(seen.map(({ status, error }) => `${status} ${error}`))).toEqual(['201 UND_ERR_SOCKET', '201 undefined']);
  const halves = seen.flatMap(({ text }) => text ?? []);
  for (const half of halves) expect(() => JSON.parse(half)).toThrow(SyntaxError);
  expect(distinct(halves.map((half) => half.startsWith('{"didit_internal_id"')))).toEqual([true]);
});

test('truncated has nothing to cut from an answer without a body', async () => {
  const { sandbox, send, facesOf } = await talkToSandbox();
  const faces = await facesOf('user-1');
  const picture = sharp(randomBytes(64 * 64 * 3), { raw: { width: 64, height: 64, channels: 3 } });
  const { body } = await send('POST', `${faces}upload/`, { image: (await picture.jpeg().toBuffer()).toString('base64') });
  sandbox.setFaults({ seed: 1, rules: [{ kind: 'truncated', rate: 1 }] });
  expect((await send('DELETE', `${faces}${body.uuid}/`)).status).toBe(204);
});

test('html has done the work and answers 200 with a page', async () => {
  const { seen, users } = await createAmid({ kind: 'html' });
  expect(users.size).toBe(MANY);
  expect(distinct(seen.map(({ status, type }) => `${status} ${type}`))).toEqual(['200 text/html']);
  expect(seen[0]?.text).toMatch(/^<!doctype html>/);
});

test('429 does nothing and says in seconds, by a date or not at all when to come back', async () => {
  const { seen, users } = await createAmid({ kind: '429' });
  expect(users.size).toBe(0);
  expect(distinct(seen.map(({ status }) => status))).toEqual([429]);
  const waits = seen.map(({ retryAfter }) => retryAfter);
  expect(waits).toContain(null);
  expect(waits).toContain('1');
  const date = waits.find((wait) => wait?.endsWith('GMT'));
  expect(Date.parse(date ?? '') - Date.now()).toBeGreaterThan(0);
  expect(Date.parse(date ?? '') - Date.now()).toBeLessThanOrEqual(2000);
});

test('an injected 429 is not counted by the limiter, any other fault is', async () => {
  const limits = { writeLimit: { requests: 2, windowMs: 30_000 } };
  const { sandbox, createUser } = await talkToSandbox({
    ...limits,
    faults: {
      seed: 1,
      rules: [
        { kind: '429', rate: 1, until: 3 },
        { kind: '500-before', rate: 1, after: 3, until: 4 },
      ],
    },
  });
  const statuses: (number | undefined)[] = [];
  for (let index = 0; index < 4; index++) statuses.push((await look(sandbox, 'POST', '/v3/users/create/', {})).status);
  expect(statuses).toEqual([429, 429, 429, 500]);
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(201);
  expect((await createUser({ vendor_data: 'user-2' })).status).toBe(429);
  expect(sandbox.state.faultCount).toBe(4);
});

test('401 finds the key revoked for as many requests as it says', async () => {
  const { sandbox, send, createUser } = await talkToSandbox({
    faults: { seed: 1, rules: [{ kind: '401', rate: 1, routes: ['create'], until: 1, times: 2 }] },
  });
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(401);
  expect((await send('GET', '/v3/users/')).status).toBe(401);
  expect(sandbox.state.users.size).toBe(0);
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(201);
  expect(Object.fromEntries(sandbox.state.faults)).toEqual({ '401 create': 1, '401 list': 1 });
});

test('403 shuts the face routes while users work', async () => {
  const { send, facesOf } = await talkToSandbox({ faults: { seed: 1, rules: [{ kind: '403', rate: 1 }] } });
  const faces = await facesOf('user-1');
  const detail = 'You do not have permission to perform this action.';
  expect(await send('POST', `${faces}upload/`, { image: '' })).toMatchObject({ status: 403, body: { detail } });
  expect(await send('GET', faces)).toMatchObject({ status: 403, body: { detail } });
});

test('refuse-list answers lists with 403, 404 or 405 while everything else works', async () => {
  const { sandbox, send, facesOf } = await talkToSandbox({ faults: { seed: 1, rules: [{ kind: 'refuse-list', rate: 1 }] } });
  const faces = await facesOf('user-1');
  const statuses: (number | undefined)[] = [];
  for (let index = 0; index < MANY; index++) statuses.push((await look(sandbox, 'GET', faces)).status);
  expect(distinct(statuses)).toEqual([403, 404, 405]);
  expect((await send('GET', '/v3/users/user-1/')).status).toBe(200);
});

test('the same seed does the same to the same requests, and each fault is counted and reported', async () => {
  const kinds: FaultKind[] = ['500-before', 'reset-after', 'truncated', 'html', '429'];
  const rules = kinds.map((kind) => ({ kind, rate: 0.1 }));
  const rehearse = async (seed: number) => {
    const entries: RequestEntry[] = [];
    const { sandbox } = await talkToSandbox({ faults: { seed, rules }, onRequest: (entry) => entries.push(entry) });
    const seen: Seen[] = [];
    for (let index = 0; index < 60; index++) {
      const { status, error } = await look(sandbox, 'POST', '/v3/users/create/', { vendor_data: `user-${index}` });
      seen.push({ ...(status !== undefined && { status }), ...(error !== undefined && { error }) });
    }
    const { faults, faultCount } = sandbox.state;
    const reported = entries.flatMap(({ fault }) => (fault ? [`${fault} create`] : []));
    expect([...faults.values()].reduce((sum, count) => sum + count, 0)).toBe(faultCount);
    for (const [fault, count] of faults) expect(reported.filter((one) => one === fault)).toHaveLength(count);
    return { seen, faultCount };
  };
  const first = await rehearse(3);
  expect(first.faultCount).toBe(24);
  expect(await rehearse(3)).toEqual(first);
  expect((await rehearse(4)).seen).not.toEqual(first.seen);
});

test('a client that has gone away stops nothing, whatever was to happen to its answer', async () => {
  for (const kind of ['slow', 'late'] as const) {
    const { sandbox, seen } = await createAmid({ kind, delayMs: 600 }, 3);
    expect(seen.every(({ error }) => error !== undefined)).toBe(true);
    await expect.poll(() => sandbox.state.requests.get('POST /v3/users/create/ 201')).toBe(3);
    await delay(50);
    sandbox.setFaults(undefined);
    expect((await look(sandbox, 'GET', '/v3/users/user-1/')).status).toBe(200);
  }
});
