import { expect, test } from 'vitest';
import { talkToSandbox } from './talk.js';

test('an approved session makes a user verified, and its counters and features say so', async () => {
  const { createUser, send, sandbox } = await talkToSandbox();
  await createUser({ vendor_data: 'user-1', full_name: 'T. Sample', issuing_states: { ESP: 1 } });
  sandbox.addSession('User-1', { full_name: 'Testa Sample', date_of_birth: '1990-02-28', issuing_state: 'ESP' });
  const { body } = await send('GET', '/v3/users/user-1/');
  expect(body).toMatchObject({
    full_name: 'Testa Sample',
    date_of_birth: '1990-02-28',
    issuing_states: { ESP: 2 },
    session_count: 1,
    approved_count: 1,
    declined_count: 0,
    in_review_count: 0,
    features: { OCR: 'Approved', LIVENESS: 'Approved', FACE_MATCH: 'Approved' },
    last_session_at: body['first_session_at'],
    last_activity_at: body['first_session_at'],
  });
  expect(body['features_list']).toContainEqual({ feature: 'OCR', status: 'Approved' });
});

test('only the first approved session overwrites the name', async () => {
  const { createUser, send, sandbox } = await talkToSandbox();
  await createUser({ vendor_data: 'user-1' });
  sandbox.addSession('user-1', { status: 'Declined', full_name: 'Not This' });
  sandbox.addSession('user-1', { full_name: 'Testa Sample' });
  sandbox.addSession('user-1', { full_name: 'Not This Either' });
  expect((await send('GET', '/v3/users/user-1/')).body).toMatchObject({
    full_name: 'Testa Sample',
    session_count: 3,
    approved_count: 2,
    declined_count: 1,
  });
});

test.each([
  ['FLAGGED', { in_review_count: 1, approved_count: 0 }],
  ['BLOCKED', { declined_count: 1, approved_count: 0 }],
])('the session of a user who is %s is not approved', async (status, counts) => {
  const { createUser, send, sandbox } = await talkToSandbox();
  await createUser({ vendor_data: 'user-1', status });
  sandbox.addSession('user-1');
  expect((await send('GET', '/v3/users/user-1/')).body).toMatchObject({ status, ...counts });
});

test('an update of what a session has verified is taken and flagged in the audit log', async () => {
  const { createUser, send, sandbox } = await talkToSandbox();
  await createUser({ vendor_data: 'user-1', full_name: 'Testa Sample' });
  sandbox.addSession('user-1');
  const same = await send('PATCH', '/v3/users/user-1/', { full_name: 'Testa Sample', display_name: 'T.' });
  expect(same.body.comments).toEqual([]);
  const { body } = await send('PATCH', '/v3/users/user-1/', { full_name: 'Testa Other' });
  expect(body.full_name).toBe('Testa Other');
  expect(body.comments).toMatchObject([{ comment_type: 'audit', comment: expect.stringContaining('full_name') }]);
});

test('counters and features cannot be set', async () => {
  const { createUser, send } = await talkToSandbox();
  await createUser({ vendor_data: 'user-1', session_count: 3 });
  const { status, body } = await send('PATCH', '/v3/users/user-1/', { approved_count: 3, features: { OCR: 'Approved' } });
  expect([status, body['session_count'], body['approved_count'], body['features']]).toEqual([200, 0, 0, {}]);
});

test('nobody who is not there goes through a session', async () => {
  const { sandbox } = await talkToSandbox();
  expect(() => sandbox.addSession('nobody')).toThrow(RangeError);
});
