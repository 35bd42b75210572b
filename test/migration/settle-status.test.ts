import { beforeEach, describe, expect, test } from 'vitest';
import type { DiditStatus } from '../../src/model.js';
import { always, type Fault, once } from '../helpers/faulty-proxy.js';
import { Rehearsal } from './rehearsal.js';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
});

const history = () => rehearsal.user('p1')?.statusHistory.map(({ status }) => status);
const foreign = (status: DiditStatus) => rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1', status });

describe('a person to be BLOCKED', () => {
  beforeEach(() => rehearsal.plan([{ vendor_data: 'p1', status: 'BLOCKED' }]));

  test('is created FLAGGED and then blocked, with the reason and on the blocklist; never ACTIVE', async () => {
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, 'update status': 1 } });
    expect(history()).toEqual(['FLAGGED', 'BLOCKED']);
    expect(rehearsal.sandbox.state.blocklist).toEqual(new Set(['p1']));
    expect(rehearsal.user('p1')?.comments).toMatchObject([{ comment: 'Blocked before the migration' }]);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', statusSeen: 'BLOCKED' });
  });

  test('is not blocked twice when the answer is lost', async () => {
    rehearsal.proxy.misbehave(once('update status', 'drop after'));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, 'update status': 1, get: 1 } });
    expect(history()).toEqual(['FLAGGED', 'BLOCKED']);
  });

  test('is blocked at the second try when the first never arrived', async () => {
    rehearsal.proxy.misbehave(once('update status', 'drop before'));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, 'update status': 2, get: 1 } });
    expect(history()).toEqual(['FLAGGED', 'BLOCKED']);
  });

  test('is read back when the answer does not show the status', async () => {
    rehearsal.proxy.misbehave(once('update status', { status: 200, body: {} }));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, 'update status': 2, get: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', statusSeen: 'BLOCKED' });
  });

  test('is held when Didit accepts the status and goes on showing another', async () => {
    rehearsal.proxy.misbehave(
      always('update status', { status: 200, body: { didit_internal_id: 'some-id', vendor_data: 'p1', status: 'FLAGGED' } }),
    );
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, 'update status': 2 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'held', code: 'status_conflict', statusSeen: 'FLAGGED' });
  });

  test('fails when the status is refused', async () => {
    rehearsal.proxy.misbehave(always('update status', { status: 400, body: { reason: ['Too long.'] } }));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, 'update status': 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'rejected' });
  });

  test('fails when somebody has deleted the user meanwhile', async () => {
    rehearsal.proxy.misbehave(async ({ call }): Promise<Fault> => {
      if (call === 'update status') await rehearsal.elsewhere('POST', '/v3/users/delete/', { vendor_data_list: ['p1'] });
      return 'pass';
    });
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, 'update status': 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'user_gone' });
  });
});

test('a create that Didit answered with a laxer status is corrected', async () => {
  await rehearsal.plan([{ vendor_data: 'p1', status: 'FLAGGED' }]);
  rehearsal.proxy.misbehave(async ({ call }) => {
    if (call === 'create') await foreign('ACTIVE');
    return call === 'create'
      ? { status: 201, body: { didit_internal_id: rehearsal.user('p1')?.didit_internal_id, status: 'ACTIVE' } }
      : 'pass';
  });
  expect(await rehearsal.run()).toEqual({ calls: { create: 1, 'update status': 1 } });
  expect(rehearsal.user('p1')?.status).toBe('FLAGGED');
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', statusSeen: 'FLAGGED' });
});

test('a create whose answer has no status is read before it is judged', async () => {
  await rehearsal.plan([{ vendor_data: 'p1' }]);
  rehearsal.proxy.misbehave(async ({ call }) => {
    if (call === 'create') await foreign('ACTIVE');
    return call === 'create' ? { status: 201, body: { didit_internal_id: rehearsal.user('p1')?.didit_internal_id } } : 'pass';
  });
  expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 1 } });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', statusSeen: 'ACTIVE' });
});

describe('a user that was there before', () => {
  test.each(['adopt', 'skip'] as const)('with a laxer status is held under %s, and stays as it is', async (onExisting) => {
    await foreign('ACTIVE');
    await rehearsal.plan([{ vendor_data: 'p1', status: 'BLOCKED' }]);
    expect(await rehearsal.run({ onExisting })).toEqual({ calls: { create: 1, get: 1 } });
    expect(history()).toEqual(['ACTIVE']);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'held', code: 'status_conflict', statusSeen: 'ACTIVE' });
  });

  test('with a laxer status is tightened under update', async () => {
    await foreign('ACTIVE');
    await rehearsal.plan([{ vendor_data: 'p1', status: 'BLOCKED' }]);
    await rehearsal.run({ onExisting: 'update' });
    expect(history()).toEqual(['ACTIVE', 'BLOCKED']);
    expect(rehearsal.sandbox.state.blocklist).toEqual(new Set(['p1']));
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', statusSeen: 'BLOCKED' });
  });

  test('whose status may have been set before Didit refused it stays one that a rollback may set back', async () => {
    await foreign('ACTIVE');
    await rehearsal.plan([{ vendor_data: 'p1', status: 'BLOCKED' }]);
    rehearsal.proxy.misbehave(({ call, nth }) => {
      if (call !== 'update status') return 'pass';
      return nth === 1 ? 'drop before' : { status: 400, body: { status: ['Not now.'] } };
    });
    await rehearsal.run({ onExisting: 'update' });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'rejected' });
    expect(rehearsal.checkpoint.database.get('SELECT status_set FROM items')).toEqual({ status_set: 'BLOCKED' });
  });

  test.each(['adopt', 'update', 'skip'] as const)('with a stricter status keeps it under %s', async (onExisting) => {
    await foreign('BLOCKED');
    await rehearsal.plan([{ vendor_data: 'p1', status: 'ACTIVE' }]);
    await rehearsal.run({ onExisting });
    expect(history()).toEqual(['BLOCKED']);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', statusSeen: 'BLOCKED', wanted: 'ACTIVE' });
  });

  test('with a status that cannot be compared is held', async () => {
    await foreign('ACTIVE');
    await rehearsal.plan([{ vendor_data: 'p1', status: 'ACTIVE' }]);
    rehearsal.proxy.misbehave(always('get', { status: 200, body: { didit_internal_id: 'some-id', status: 'In Review' } }));
    await rehearsal.run();
    expect(rehearsal.result('p1')).toMatchObject({ state: 'held', code: 'status_conflict', statusSeen: 'In Review' });
  });
});
