import { beforeEach, describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { always, once } from '../helpers/faulty-proxy.js';
import { Rehearsal, SHOWS_DELETED } from './rehearsal.js';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
});

const profile = () => rehearsal.user('p1')?.profile;
const updates = () => rehearsal.proxy.requests.filter(({ call }) => call === 'update').map(({ body }) => body);

describe('a user that was there before, under update', () => {
  beforeEach(() =>
    rehearsal.elsewhere('POST', '/v3/users/create/', {
      vendor_data: 'p1',
      full_name: 'Testa Foreign',
      metadata: { plan: 'pro', contact: { email: 'theirs@example.com' } },
    }),
  );

  test('gets our metadata merged into its own, and keeps its profile', async () => {
    await rehearsal.plan([{ vendor_data: 'p1', metadata_json: '{"seats":3}' }]);
    expect(await rehearsal.run({ onExisting: 'update' })).toEqual({ calls: { create: 1, get: 1, update: 1 } });
    expect(profile()).toMatchObject({
      full_name: 'Testa Foreign',
      metadata: { plan: 'pro', contact: { email: 'theirs@example.com' }, seats: 3, previous_kyc: { status: 'ACTIVE' } },
    });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', origin: 'existing' });
  });

  test('is not written to when it has all of it already', async () => {
    await rehearsal.plan([{ vendor_data: 'p1' }]);
    const known = { provider: 'generic', status: 'ACTIVE' };
    await rehearsal.elsewhere('PATCH', '/v3/users/p1/', { metadata: { previous_kyc: known } });
    expect(await rehearsal.run({ onExisting: 'update' })).toEqual({ calls: { create: 1, get: 1 } });
  });
});

describe('a user of ours that a later export corrects', () => {
  beforeEach(async () => {
    await rehearsal.plan([{ vendor_data: 'p1', full_name: 'Testa Before', metadata_json: '{"plan":"pro"}' }]);
    await rehearsal.run();
    await rehearsal.plan([{ vendor_data: 'p1', full_name: 'Testa After', metadata_json: '{"plan":"pro"}' }]);
  });

  test('is sent the differences alone', async () => {
    expect(await rehearsal.run()).toEqual({ calls: { get: 1, update: 1 } });
    expect(updates()).toEqual([{ full_name: 'Testa After' }]);
    expect(profile()?.metadata).toMatchObject({ plan: 'pro', migration: { source: 'didit-migrate' } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', origin: 'created' });
    expect(await rehearsal.run()).toEqual({ calls: {} });
  });

  test('is not sent them twice when the answer is lost', async () => {
    rehearsal.proxy.misbehave(once('update', 'drop after'));
    expect(await rehearsal.run()).toEqual({ calls: { get: 2, update: 1 } });
    expect(profile()?.full_name).toBe('Testa After');
  });

  test('is sent them again when they never arrived', async () => {
    rehearsal.proxy.misbehave(once('update', '500 before'));
    expect(await rehearsal.run()).toEqual({ calls: { get: 2, update: 2 } });
    expect(profile()?.full_name).toBe('Testa After');
  });

  test('is not taken for edited by others when the run died before it knew of its own change', async () => {
    const stop = new AbortController();
    rehearsal.proxy.misbehave(({ call }) => {
      if (call === 'update') stop.abort(new MigrateError('interrupted'));
      return call === 'update' ? 'drop after' : 'pass';
    });
    expect(await rehearsal.run({ stop })).toMatchObject({ stopped: 'interrupted' });
    rehearsal.proxy.misbehave(() => 'pass');
    expect(await rehearsal.run()).toEqual({ calls: { get: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done' });

    await rehearsal.plan([{ vendor_data: 'p1', full_name: 'Testa Later', metadata_json: '{"plan":"pro"}' }]);
    expect(await rehearsal.run()).toEqual({ calls: { get: 1, update: 1 } });
    expect(profile()?.full_name).toBe('Testa Later');
  });

  test('is held where somebody has edited it since, in every run until update is asked for', async () => {
    await rehearsal.elsewhere('PATCH', '/v3/users/p1/', { full_name: 'Testa Edited' });
    for (let run = 1; run <= 2; run += 1) {
      expect(await rehearsal.run()).toEqual({ calls: { get: 1 } });
      expect(rehearsal.result('p1')).toMatchObject({ state: 'held', code: 'edited_since' });
      expect(profile()?.full_name).toBe('Testa Edited');
    }
    expect(await rehearsal.run({ onExisting: 'update' })).toEqual({ calls: { get: 1, update: 1 } });
    expect(profile()?.full_name).toBe('Testa After');
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', code: null });
  });

  test('is settled without a write where somebody has edited it to the same', async () => {
    await rehearsal.elsewhere('PATCH', '/v3/users/p1/', { full_name: 'Testa After' });
    expect(await rehearsal.run()).toEqual({ calls: { get: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done' });
  });

  test('fails where the correction is refused', async () => {
    rehearsal.proxy.misbehave(always('update', { status: 400, body: { full_name: ['Too long.'] } }));
    expect(await rehearsal.run()).toEqual({ calls: { get: 1, update: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'rejected' });
  });

  test('fails where it is not there any more', async () => {
    await rehearsal.elsewhere('POST', '/v3/users/delete/', { vendor_data_list: ['p1'] });
    expect(await rehearsal.run()).toEqual({ calls: { get: 1, ...(SHOWS_DELETED && { update: 1 }) } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'user_gone' });
  });

  test('fails where another user has taken its place', async () => {
    await rehearsal.elsewhere('POST', '/v3/users/delete/', { vendor_data_list: ['p1'] });
    await rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1' });
    expect(await rehearsal.run()).toEqual({ calls: { get: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'user_gone' });
  });
});

test('a verdict that a later export makes stricter is applied', async () => {
  await rehearsal.plan([{ vendor_data: 'p1', status: 'ACTIVE' }]);
  await rehearsal.run();
  await rehearsal.plan([{ vendor_data: 'p1', status: 'BLOCKED' }]);
  expect(await rehearsal.run()).toEqual({ calls: { get: 1, update: 1, 'update status': 1 } });
  expect(rehearsal.user('p1')?.status).toBe('BLOCKED');
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', statusSeen: 'BLOCKED' });
});

test('a verdict that a later export makes laxer is held', async () => {
  await rehearsal.plan([{ vendor_data: 'p1', status: 'BLOCKED' }]);
  await rehearsal.run();
  await rehearsal.plan([{ vendor_data: 'p1', status: 'ACTIVE' }]);
  await rehearsal.run();
  expect(rehearsal.user('p1')?.status).toBe('BLOCKED');
  expect(rehearsal.result('p1')).toMatchObject({ state: 'held', code: 'status_conflict' });
});
