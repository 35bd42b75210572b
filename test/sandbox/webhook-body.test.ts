import { expect, test } from 'vitest';
import { parseProfile } from '../../src/sandbox/index.js';
import { receiveWebhooks } from './receive-webhooks.js';
import { talkToSandbox } from './talk.js';

async function talkAndReceive(profile?: string) {
  const receiver = await receiveWebhooks();
  const webhook = { url: receiver.url, secret: 'a secret' };
  const talk = await talkToSandbox({ webhook, profile: parseProfile(profile) });
  return { ...talk, receiver };
}

test('create sends user.data.updated with the user', async () => {
  const { createUser, receiver, sandbox } = await talkAndReceive();
  const { body: user } = await createUser({ vendor_data: 'user-1', full_name: 'Testa Sample' });
  const [{ body }] = await receiver.take(1);
  expect(body).toMatchObject({
    webhook_type: 'user.data.updated',
    event_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    application_id: sandbox.applicationId,
    vendor_data: 'user-1',
    didit_internal_id: user.didit_internal_id,
    full_name: 'Testa Sample',
    status: 'ACTIVE',
  });
  expect(Math.abs(Number(body['timestamp']) - Date.now() / 1000)).toBeLessThan(60);
  expect(Object.keys(body)).not.toContain('changed_fields');
});

test('update sends user.data.updated with changed_fields and what they were', async () => {
  const { createUser, send, receiver } = await talkAndReceive();
  await createUser({ vendor_data: 'user-1', full_name: 'Testa Sample', metadata: { tier: 'gold' } });
  await receiver.take(1);
  await send('PATCH', '/v3/users/user-1/', { full_name: 'Testa Sample', metadata: { tier: 'silver' }, display_name: 'T.' });
  const [{ body }] = await receiver.take(1);
  expect(body).toMatchObject({ webhook_type: 'user.data.updated', vendor_data: 'user-1' });
  expect(body['changed_fields']).toEqual(['display_name', 'metadata']);
  expect(body['changes']).toEqual({
    display_name: { previous: null, current: 'T.' },
    metadata: { previous: { tier: 'gold' }, current: { tier: 'silver' } },
  });
});

test('update-status sends user.status.updated with the status before and no reason', async () => {
  const { createUser, send, receiver } = await talkAndReceive();
  await createUser({ vendor_data: 'user-1' });
  await receiver.take(1);
  await send('PATCH', '/v3/users/user-1/update-status/', { status: 'BLOCKED', reason: 'forged' });
  const [{ body }] = await receiver.take(1);
  expect(body).toMatchObject({ webhook_type: 'user.status.updated', status: 'BLOCKED', previous_status: 'ACTIVE' });
  expect(JSON.stringify(body)).not.toContain('forged');
});

test('a PATCH of the status sends user.status.updated as well', async () => {
  const { createUser, send, receiver } = await talkAndReceive();
  await createUser({ vendor_data: 'user-1' });
  await receiver.take(1);
  await send('PATCH', '/v3/users/user-1/', { status: 'FLAGGED', display_name: 'T.' });
  const events = await receiver.take(2);
  expect(events.map(({ body }) => [body['webhook_type'], body['changed_fields']])).toEqual(
    expect.arrayContaining([
      ['user.data.updated', ['display_name']],
      ['user.status.updated', undefined],
    ]),
  );
});

test('delete sends user.data.updated with deleted_at for each user that was there', async () => {
  const { createUser, send, receiver } = await talkAndReceive();
  for (const id of ['user-1', 'user-2']) await createUser({ vendor_data: id });
  await receiver.take(2);
  await send('POST', '/v3/users/delete/', { vendor_data_list: ['user-1', 'nobody', 'user-2'] });
  const events = await receiver.take(2);
  expect(events.map(({ body }) => [body['vendor_data'], body['webhook_type']]).sort()).toEqual([
    ['user-1', 'user.data.updated'],
    ['user-2', 'user.data.updated'],
  ]);
  for (const { body } of events) expect(body['deleted_at']).toMatch(/^\d{4}-.*Z$/);
});

test('a session sends user.data.updated with its counters', async () => {
  const { createUser, sandbox, receiver } = await talkAndReceive();
  await createUser({ vendor_data: 'user-1' });
  await receiver.take(1);
  sandbox.addSession('user-1');
  const [{ body }] = await receiver.take(1);
  expect(body['changed_fields']).toEqual(expect.arrayContaining(['features', 'session_count', 'approved_count']));
});

test('what changes nothing, reads or is refused sends nothing', async () => {
  const { createUser, send, sandbox, receiver } = await talkAndReceive();
  await createUser({ vendor_data: 'user-1', display_name: 'T.' });
  await createUser({ vendor_data: 'user-1' });
  await send('PATCH', '/v3/users/user-1/', { display_name: 'T.' });
  await send('PATCH', '/v3/users/user-1/update-status/', { status: 'ACTIVE' });
  await send('POST', '/v3/users/delete/', { vendor_data_list: ['nobody'] });
  await send('GET', '/v3/users/user-1/');
  await receiver.take(1);
  expect(sandbox.webhooks()?.events).toBe(1);
});

test('under webhook=envelope the user stands in data, and the reason says api', async () => {
  const { createUser, send, receiver, sandbox } = await talkAndReceive('webhook=envelope');
  await createUser({ vendor_data: 'user-1' });
  await receiver.take(1);
  await send('PATCH', '/v3/users/user-1/update-status/', { status: 'FLAGGED' });
  const [{ body }] = await receiver.take(1);
  expect(body).toMatchObject({
    event: 'user.status.updated',
    application_id: sandbox.applicationId,
    timestamp: expect.stringMatching(/Z$/),
    data: { vendor_data: 'user-1', status: 'FLAGGED', previous_status: 'ACTIVE', reason: 'api' },
  });
});
