import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { always, type Fault } from '../helpers/faulty-proxy.js';
import { Rehearsal, SHOWS_DELETED } from './rehearsal.js';

const DELETE = '/v3/users/delete/';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
});

/** How often each of these was asked for, from now on. */
function counted(): () => Record<string, number> {
  const before = rehearsal.proxy.requests.length;
  return () => {
    const counts: Record<string, number> = {};
    for (const { method, path } of rehearsal.proxy.requests.slice(before)) {
      const name = path === DELETE ? 'delete users' : path.includes('/faces/') ? `${method} faces` : method;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };
}

async function migrated(ids: readonly string[]): Promise<void> {
  await rehearsal.plan(ids.map((vendor_data) => ({ vendor_data })));
  await rehearsal.run();
}

test('many users cost one delete for each ten, and two reads each', async () => {
  await migrated(Array.from({ length: 25 }, (_, index) => `p${index}`));
  const requests = counted();
  const outcomes = await rehearsal.rollback();
  expect(new Set(Object.values(outcomes))).toEqual(new Set(['deleted']));
  expect(requests()).toEqual({ GET: 50, 'delete users': 3 });
  expect(rehearsal.sandbox.state.users.size).toBe(0);
});

test('a delete that is not answered is looked up, and asked for again only where the user is still there', async () => {
  await migrated(['p1', 'p2', 'p3']);
  let nth = 0;
  // The first never arrives; of the three that follow, one for each, the first is done and its answer lost.
  rehearsal.proxy.misbehave(({ path }): Fault => {
    if (path !== DELETE) return 'pass';
    nth += 1;
    return nth === 1 ? '500 before' : nth === 2 ? 'drop after' : 'pass';
  });
  const requests = counted();
  expect(await rehearsal.rollback()).toEqual({ p1: 'deleted', p2: 'deleted', p3: 'deleted' });
  // Being shown proves nothing where deleted users are: one more is asked for then.
  expect(requests()['delete users']).toBe(1 + 3 + (SHOWS_DELETED ? 1 : 0));
  expect(rehearsal.sandbox.state.users.size).toBe(0);
});

test('where Didit goes on showing deleted users the count is the proof, also after an answer that was lost', async () => {
  await migrated(['p1', 'p2']);
  const shown = new Map<string, unknown>();
  for (const id of ['p1', 'p2']) {
    const path = `/v3/users/${id}/`;
    const answer = await fetch(rehearsal.sandbox.baseUrl + path, { headers: { 'x-api-key': rehearsal.sandbox.apiKey } });
    shown.set(path, await answer.json());
  }
  let nth = 0;
  rehearsal.proxy.misbehave(({ method, path }): Fault => {
    if (method === 'GET' && shown.has(path)) return { status: 200, body: shown.get(path) };
    if (path === DELETE) nth += 1;
    return nth === 1 && path === DELETE ? 'drop after' : 'pass';
  });
  expect(await rehearsal.rollback()).toEqual({ p1: 'deleted', p2: 'deleted' });
  expect(rehearsal.sandbox.state.users.size).toBe(0);
});

test('a user that Didit still shows though it deleted nobody is unproven, until a later rollback', async () => {
  await migrated(['p1', 'p2']);
  rehearsal.proxy.misbehave(({ path }): Fault => (path === DELETE ? { status: 200, body: { deleted: 0 } } : 'pass'));
  const requests = counted();
  expect(await rehearsal.rollback()).toEqual({ p1: 'unproven still_shown', p2: 'unproven still_shown' });
  expect(requests()['delete users']).toBe(1 + 2);
  rehearsal.proxy.misbehave(() => 'pass');
  expect(await rehearsal.rollback()).toEqual({ p1: 'deleted', p2: 'deleted' });
});

test.each([
  ['nothing', { status: 204 }],
  ['a result for each', { status: 200, body: { results: [{ vendor_data: 'p1', status: 'deleted' }] } }],
])('where the answer to a delete is %s, who is shown no more is deleted, at the same pace', async (_, reply) => {
  await migrated(Array.from({ length: 25 }, (_, index) => `p${index}`));
  rehearsal.proxy.misbehave(async ({ path, body }): Promise<Fault> => {
    if (path !== DELETE) return 'pass';
    await rehearsal.elsewhere('POST', DELETE, body);
    return reply;
  });
  const requests = counted();
  const outcomes = new Set(Object.values(await rehearsal.rollback()));
  expect(rehearsal.sandbox.state.users.size).toBe(0);
  if (SHOWS_DELETED) return expect(outcomes).toEqual(new Set(['unproven still_shown']));
  expect(outcomes).toEqual(new Set(['deleted']));
  expect(requests()).toEqual({ GET: 50, 'delete users': 3 });
});

test('a user whose status an earlier run has set goes, though a later export wanted another', async () => {
  await rehearsal.plan([{ vendor_data: 'p1', status: 'BLOCKED' }]);
  await rehearsal.run();
  await rehearsal.plan([{ vendor_data: 'p1', status: 'ACTIVE' }]);
  await rehearsal.run();
  expect(rehearsal.result('p1')).toMatchObject({ state: 'held', code: 'status_conflict' });
  expect(await rehearsal.rollback()).toEqual({ p1: 'deleted' });
});

test('a user whose deletion Didit refuses is told, and the others go', async () => {
  await migrated(['p1', 'p2', 'p3']);
  rehearsal.proxy.misbehave(
    ({ path, body }): Fault =>
      path === DELETE && JSON.stringify(body).includes('"p2"') ? { status: 400, body: ['No.'] } : 'pass',
  );
  expect(await rehearsal.rollback()).toEqual({ p1: 'deleted', p2: 'unproven refused', p3: 'deleted' });
});

test('a user that cannot be read while others can is left alone', async () => {
  await migrated(Array.from({ length: 300 }, (_, index) => `p${index}`));
  rehearsal.proxy.misbehave(({ path }): Fault => (path === '/v3/users/p1/' ? '500 before' : 'pass'));
  const outcomes = await rehearsal.rollback();
  expect(outcomes).toMatchObject({ p0: 'deleted', p1: 'unproven unread', p299: 'deleted' });
  expect([...rehearsal.sandbox.state.users.keys()]).toEqual(['p1']);
});

test('a create that was never answered is found by its nonce and deleted, and one that never arrived stays open', async () => {
  await rehearsal.plan([{ vendor_data: 'p1' }, { vendor_data: 'p2' }]);
  let creates = 0;
  const stop = new AbortController();
  rehearsal.proxy.misbehave(({ call }): Fault => {
    if (call === 'create') creates += 1;
    if (creates > 1) stop.abort(new Error('It dies here.'));
    return call !== 'create' ? 'pass' : creates === 1 ? 'drop after' : 'drop before';
  });
  await rehearsal.run({ stop, concurrency: 2 }).catch(() => undefined);
  rehearsal.proxy.misbehave(() => 'pass');
  const there = [...rehearsal.sandbox.state.users.keys()];
  const outcomes = await rehearsal.rollback();
  expect(Object.values(outcomes).filter((outcome) => outcome === 'deleted')).toHaveLength(there.length);
  expect(rehearsal.sandbox.state.users.size).toBe(0);
});

test('nothing is deleted by a look that has grown old: everybody is looked at again, and asked for alone', async () => {
  await migrated(['p1', 'p2']);
  let slow = true;
  rehearsal.proxy.misbehave(async ({ path }): Promise<Fault> => {
    if (!slow || path !== '/v3/users/p2/') return 'pass';
    slow = false;
    await delay(250);
    await rehearsal.elsewhere('PATCH', '/v3/users/p1/', { display_name: 'Testa' });
    return 'pass';
  });
  const requests = counted();
  expect(await rehearsal.rollback('write', 200)).toEqual({ p1: 'kept edited', p2: 'deleted' });
  expect(requests()).toEqual({ GET: 2 + 1 + 2, 'delete users': 1 });
});

test('a look writes nothing, and what it planned is forgotten by the next', async () => {
  await migrated(['p1', 'p2']);
  const requests = counted();
  expect(await rehearsal.rollback('look')).toEqual({ p1: 'to delete', p2: 'to delete' });
  expect(requests()).toEqual({ GET: 2 });
  await rehearsal.elsewhere('PATCH', '/v3/users/p1/', { display_name: 'Testa' });
  expect(await rehearsal.rollback('look')).toEqual({ p1: 'kept edited', p2: 'to delete' });
});

test('of the faces of a user that was there before only ours go, and a face found there stays', async () => {
  await rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1' });
  await rehearsal.addFace('f1.jpg', 1);
  await rehearsal.plan([{ vendor_data: 'p1', face: 'f1.jpg' }]);
  await rehearsal.run();
  // With its checkpoint lost, the face was there before as well.
  rehearsal.beginAgain();
  await rehearsal.plan([{ vendor_data: 'p1', face: 'f1.jpg' }]);
  await rehearsal.run();
  const requests = counted();
  expect(await rehearsal.rollback()).toEqual({ p1: 'kept was_there_before' });
  expect(requests()).toEqual({ GET: 1 });
  expect(rehearsal.user('p1')?.faces).toHaveLength(1);
});

test('a face goes by its uuid where Didit does not list faces', async () => {
  await rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1' });
  await rehearsal.addFace('f1.jpg', 1);
  await rehearsal.plan([{ vendor_data: 'p1', face: 'f1.jpg' }]);
  await rehearsal.run();
  rehearsal.proxy.misbehave(always('list faces', { status: 404, body: { detail: 'Not found.' } }));
  const requests = counted();
  expect(await rehearsal.rollback()).toEqual({ p1: 'restored was_there_before' });
  expect(requests()).toEqual({ GET: 1, 'GET faces': 1, 'DELETE faces': 1 });
  expect(rehearsal.user('p1')?.faces).toHaveLength(0);
});

test('a status that Didit will not set back is told', async () => {
  await rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1' });
  await rehearsal.plan([{ vendor_data: 'p1', status: 'FLAGGED' }]);
  await rehearsal.run({ onExisting: 'update' });
  expect(rehearsal.user('p1')?.status).toBe('FLAGGED');
  rehearsal.proxy.misbehave(always('update status', { status: 400, body: { status: ['No.'] } }));
  expect(await rehearsal.rollback()).toEqual({ p1: 'unproven was_there_before metadata_stays refused' });
  rehearsal.proxy.misbehave(() => 'pass');
  expect(await rehearsal.rollback()).toEqual({ p1: 'restored was_there_before metadata_stays' });
  expect(rehearsal.user('p1')?.status).toBe('ACTIVE');
});

test('a status that Didit refused to take from us is nobody’s to set back', async () => {
  await rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1' });
  await rehearsal.plan([{ vendor_data: 'p1', status: 'FLAGGED' }]);
  rehearsal.proxy.misbehave(always('update status', { status: 400, body: { status: ['No.'] } }));
  await rehearsal.run({ onExisting: 'update' });
  rehearsal.proxy.misbehave(() => 'pass');
  await rehearsal.elsewhere('PATCH', '/v3/users/p1/update-status/', { status: 'FLAGGED' });
  expect(await rehearsal.rollback()).toEqual({ p1: 'kept was_there_before metadata_stays' });
  expect(rehearsal.user('p1')?.status).toBe('FLAGGED');
});
