import { beforeEach, describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { always, once } from '../helpers/faulty-proxy.js';
import { IMPATIENT_MS, Rehearsal } from './rehearsal.js';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
});

const TAKEN = { status: 400, body: { vendor_data: ['A user with this vendor_data already exists.'] } };
const NOT_FOUND = { status: 404, body: { detail: 'Not found.' } };

test('a new person costs one write, and its id is recorded', async () => {
  await rehearsal.plan([{ vendor_data: 'Cust-1' }]);
  expect(await rehearsal.run()).toEqual({ calls: { create: 1 } });
  expect(rehearsal.result('Cust-1')).toMatchObject({
    state: 'done',
    origin: 'created',
    diditId: rehearsal.user('cust-1')?.didit_internal_id,
    statusSeen: 'ACTIVE',
  });
  expect(rehearsal.user('cust-1')?.profile.metadata).toMatchObject({ migration: { source: 'didit-migrate' } });
});

describe('after an unclear answer', () => {
  test.each(['500 after', 'drop after', 'hang after'] as const)(
    'a user that was made (%s) is found by its mark',
    async (fault) => {
      if (fault.startsWith('hang')) rehearsal.requestTimeoutMs = IMPATIENT_MS;
      await rehearsal.plan([{ vendor_data: 'p1' }]);
      rehearsal.proxy.misbehave(once('create', fault));
      expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 1 } });
      expect(rehearsal.result('p1')).toMatchObject({ state: 'done', origin: 'created' });
      expect(rehearsal.sandbox.state.users.size).toBe(1);
    },
  );

  test.each(['500 before', 'drop before', 'hang before'] as const)(
    'one that never arrived (%s) is looked for and made',
    async (fault) => {
      if (fault.startsWith('hang')) rehearsal.requestTimeoutMs = IMPATIENT_MS;
      await rehearsal.plan([{ vendor_data: 'p1' }]);
      rehearsal.proxy.misbehave(once('create', fault));
      expect(await rehearsal.run()).toEqual({ calls: { create: 2, get: 1 } });
      expect(rehearsal.result('p1')).toMatchObject({ state: 'done', origin: 'created' });
    },
  );

  test('a 201 that cannot be read is no proof', async () => {
    await rehearsal.plan([{ vendor_data: 'p1' }]);
    rehearsal.proxy.misbehave(once('create', { status: 201, body: {} }));
    expect(await rehearsal.run()).toEqual({ calls: { create: 2, get: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', origin: 'created' });
  });

  test('a user whom GET does not show yet is proven by the duplicate answer and its mark', async () => {
    await rehearsal.plan([{ vendor_data: 'p1' }]);
    rehearsal.proxy.misbehave(({ call, nth }) => {
      if (call === 'create' && nth === 1) return 'drop after';
      return call === 'get' && nth === 1 ? NOT_FOUND : 'pass';
    });
    expect(await rehearsal.run()).toEqual({ calls: { create: 2, get: 2 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', origin: 'created' });
  });

  test('what a later export changed meanwhile is brought to the user that was made', async () => {
    await rehearsal.plan([{ vendor_data: 'p1', full_name: 'Testa Before' }]);
    const stop = new AbortController();
    rehearsal.proxy.misbehave(() => {
      stop.abort(new MigrateError('interrupted'));
      return 'drop after';
    });
    expect(await rehearsal.run({ stop })).toEqual({ stopped: 'interrupted', calls: { create: 1 } });

    await rehearsal.plan([{ vendor_data: 'p1', full_name: 'Testa After' }]);
    rehearsal.proxy.misbehave(() => 'pass');
    expect(await rehearsal.run()).toEqual({ calls: { get: 1, update: 1 } });
    expect(rehearsal.user('p1')?.profile.full_name).toBe('Testa After');
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', origin: 'created' });
  });
});

test('throttling is waited out, and the create goes out again without a look', async () => {
  await rehearsal.plan([{ vendor_data: 'p1' }]);
  rehearsal.proxy.misbehave(once('create', '429'));
  expect(await rehearsal.run()).toEqual({ calls: { create: 2 } });
});

describe('a user that was there before', () => {
  const foreign = (metadata = {}) =>
    rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'cust-1', full_name: 'Testa Foreign', metadata });

  test('is adopted: its id is recorded and its profile stays', async () => {
    await foreign({ theirs: 1 });
    await rehearsal.plan([{ vendor_data: 'Cust-1', metadata_json: '{"ours":1}' }]);
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 1 } });
    const user = rehearsal.user('cust-1');
    expect(rehearsal.result('Cust-1')).toMatchObject({ state: 'done', origin: 'existing', diditId: user?.didit_internal_id });
    expect(user?.profile).toMatchObject({ full_name: 'Testa Foreign', metadata: { theirs: 1 } });
  });

  test('is not ours because of a mark that another migration has left', async () => {
    await foreign({ migration: { source: 'didit-migrate', run: 'other', nonce: 'other' } });
    await rehearsal.plan([{ vendor_data: 'Cust-1' }]);
    rehearsal.requestTimeoutMs = IMPATIENT_MS;
    rehearsal.proxy.misbehave(once('create', 'hang before'));
    expect(await rehearsal.run()).toEqual({ calls: { create: 2, get: 2 } });
    expect(rehearsal.result('Cust-1')).toMatchObject({ state: 'done', origin: 'existing' });
  });

  test('is looked up by the bytes sent and then by the user key', async () => {
    await foreign();
    await rehearsal.plan([{ vendor_data: 'Cust-1' }]);
    rehearsal.proxy.misbehave(({ path }) => (path === '/v3/users/Cust-1/' ? NOT_FOUND : 'pass'));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 2 } });
    expect(rehearsal.result('Cust-1')).toMatchObject({ state: 'done', origin: 'existing' });
  });

  test('with --on-existing fail is reported and nothing else', async () => {
    await foreign();
    await rehearsal.plan([{ vendor_data: 'Cust-1' }]);
    expect(await rehearsal.run({ onExisting: 'fail' })).toEqual({ calls: { create: 1, get: 1 } });
    expect(rehearsal.result('Cust-1')).toMatchObject({ state: 'held', code: 'already_there' });
  });

  test('is recognised by a refusal that cannot be read as well', async () => {
    await foreign();
    await rehearsal.plan([{ vendor_data: 'Cust-1' }]);
    rehearsal.proxy.misbehave(once('create', { status: 409, body: 'taken?' }));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 1 } });
    expect(rehearsal.result('Cust-1')).toMatchObject({ state: 'done', origin: 'existing' });
  });
});

describe('a refusal', () => {
  test('that names other fields is final, and nothing is looked up', async () => {
    await rehearsal.plan([{ vendor_data: 'p1' }]);
    rehearsal.proxy.misbehave(once('create', { status: 400, body: { full_name: ['Too long.'], metadata: ['No.'] } }));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'rejected' });
    expect(rehearsal.checkpoint.totals.itemCodes()).toMatchObject([{ detail: { status: 400, fields: 'full_name, metadata' } }]);
  });

  test('that says nothing is final when nobody is there', async () => {
    await rehearsal.plan([{ vendor_data: 'p1' }]);
    rehearsal.proxy.misbehave(once('create', { status: 400, body: '<html>' }));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'rejected' });
  });

  test('that says taken, while nobody is shown, waits for a decision', async () => {
    await rehearsal.plan([{ vendor_data: 'Cust-1' }]);
    rehearsal.proxy.misbehave(always('create', TAKEN));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 2 } });
    expect(rehearsal.result('Cust-1')).toMatchObject({ state: 'held', code: 'conflict_unresolved' });

    rehearsal.proxy.misbehave(() => 'pass');
    // Asking again would cost a write each time: only when it is asked for.
    expect(await rehearsal.run()).toEqual({ calls: {} });
    rehearsal.checkpoint.items.retry('conflict_unresolved');
    expect(await rehearsal.run()).toEqual({ calls: { get: 2, create: 1 } });
    expect(rehearsal.result('Cust-1')).toMatchObject({ state: 'done', origin: 'created' });
  });
});
