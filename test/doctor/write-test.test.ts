import { expect, onTestFinished, test } from 'vitest';
import { openCheckpoint } from '../../src/checkpoint/index.js';
import { Probe } from '../../src/didit/index.js';
import { type Check, exitCodeOf, learntBefore, writeTest } from '../../src/doctor/index.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { requestsOf } from '../helpers/people.js';
import { Workdir } from '../helpers/program.js';

type Faults = NonNullable<NonNullable<Parameters<typeof startSandbox>[0]>['faults']>;

async function rehearsal(rules: Faults['rules'] = []) {
  const sandbox = await startSandbox({ faults: { seed: 1, rules } });
  onTestFinished(() => sandbox.close());
  const { meta, close } = openCheckpoint(new Workdir().path('a.db'), 'somewhere');
  onTestFinished(close);
  return { sandbox, meta };
}

async function tried(sandbox: Sandbox, meta: Awaited<ReturnType<typeof rehearsal>>['meta'], target = {}, signal?: AbortSignal) {
  const probe = new Probe({ target: { ...sandbox, ...target }, apiKey: sandbox.apiKey, requestTimeoutMs: 500 });
  onTestFinished(() => probe.close());
  const checks: Check[] = [];
  const stop = signal ?? new AbortController().signal;
  const learnt = await writeTest({ probe, meta, signal: stop }, (check) => checks.push(check));
  return { learnt, checks, results: Object.fromEntries(checks.map(({ check, result }) => [check, result])) };
}

test('a test user goes through everything, teaches what the pages leave open, and is gone', async () => {
  const { sandbox, meta } = await rehearsal();
  const { learnt, checks } = await tried(sandbox, meta);
  expect(exitCodeOf(checks)).toBe(0);
  expect(checks.map(({ check }) => check)).toEqual(['create', 'read_back', 'duplicate', 'case', 'face', 'face_list', 'delete']);
  expect(learnt).toMatchObject({
    outcome: 0,
    ids: 'same in any case',
    duplicate: { status: 400, body: 'fields', says: 'yes' },
    face_upload: 201,
    face_list: 'shows faces',
    deleted: 'gone',
  });
  expect(learntBefore(meta)).toEqual(learnt);
  expect(meta.get('face_list')).toBe('proven');
  expect(meta.get('doctor_user')).toBeUndefined();
  expect(sandbox.state.users.size).toBe(0);
  expect(requestsOf(sandbox)).toEqual({ writes: 4, reads: 4 });
});

test('with wrong ids users can be written and faces cannot', async () => {
  const { sandbox, meta } = await rehearsal();
  const { results } = await tried(sandbox, meta, { applicationId: 'another' });
  expect(results).toMatchObject({ create: 'ok', face: 'look', face_list: 'look', delete: 'ok' });
  expect(meta.get('face_list')).toBeUndefined();
  expect(sandbox.state.users.size).toBe(0);
});

test('a key that may not write creates nobody, so nothing is deleted', async () => {
  const { sandbox, meta } = await rehearsal([{ kind: '403', rate: 1, routes: ['create'] }]);
  const { checks } = await tried(sandbox, meta);
  expect(checks).toMatchObject([
    { check: 'create', result: 'problem', says: 'The API key may not do this (403): create a user.' },
  ]);
  expect(requestsOf(sandbox)).toEqual({ writes: 1, reads: 0 });
  expect(meta.get('doctor_user')).toBeUndefined();
});

test('a user whose create was not answered is deleted all the same', async () => {
  const { sandbox, meta } = await rehearsal([{ kind: 'reset-after', rate: 1, routes: ['create'] }]);
  const { results } = await tried(sandbox, meta);
  expect(results).toEqual({ create: 'problem', delete: 'ok' });
  expect(sandbox.state.users.size).toBe(0);
});

test('deleting is tried again, and what could not be deleted is said and deleted by the next test', async () => {
  const { sandbox, meta } = await rehearsal([{ kind: '503-before', rate: 1, routes: ['delete'] }]);
  const { checks } = await tried(sandbox, meta);
  const id = meta.get('doctor_user') ?? '';
  expect(id).toMatch(/^Didit-Migrate-Doctor-/);
  expect(checks.at(-1)).toMatchObject({ check: 'delete', result: 'look', says: expect.stringContaining(id) });
  expect(sandbox.state.users.size).toBe(1);
  sandbox.setFaults(undefined);
  expect((await tried(sandbox, meta)).checks.map(({ check }) => check).filter((check) => check === 'delete')).toHaveLength(2);
  expect(sandbox.state.users.size).toBe(0);
}, 20_000);

test('an interrupt ends the test, and its user is deleted before', async () => {
  const { sandbox, meta } = await rehearsal();
  const stop = new AbortController();
  const probe = new Probe({ target: sandbox, apiKey: sandbox.apiKey, requestTimeoutMs: 500 });
  onTestFinished(() => probe.close());
  const made: Check['check'][] = [];
  const test = writeTest({ probe, meta, signal: stop.signal }, ({ check }) => {
    made.push(check);
    if (check === 'create') stop.abort();
  });
  await expect(test).rejects.toMatchObject({ code: 'interrupted' });
  expect(made).toEqual(['create', 'delete']);
  expect(sandbox.state.users.size).toBe(0);
});
