import { describe, expect, test } from 'vitest';
import { parseProfile, READINGS } from '../../src/sandbox/index.js';
import { talkToSandbox } from './talk.js';

const talk = (profile: string) => talkToSandbox({ profile: parseProfile(profile) });

test('a profile is a name, readings, or a name and readings that differ from it', () => {
  expect(parseProfile()).toEqual(Object.fromEntries(READINGS.map(([topic, [first]]) => [topic, first])));
  expect(parseProfile('conflict=409-detail, ids=exact')).toEqual({ ...parseProfile(), conflict: '409-detail', ids: 'exact' });
  expect(parseProfile('guide,ids=normalised')).toEqual({ ...parseProfile('guide'), ids: 'normalised' });
});

test.each(['nonsense', 'ids=', 'ids=roughly', 'topic=reading', 'ids=exact,guide', '', 'conflict'])(
  'the profile "%s" is refused, and the sentence names those that there are',
  (text) => {
    expect(() => parseProfile(text)).toThrow(RangeError);
    expect(() => parseProfile(text)).toThrow('conflict=400-field|400-detail|409-detail');
  },
);

test.each([
  ['400-field', 400, { vendor_data: ['A user with this vendor_data already exists.'] }],
  ['400-detail', 400, { detail: 'A user with this vendor_data already exists.' }],
  ['409-detail', 409, { detail: 'A user with this vendor_data already exists.' }],
])('a duplicate under conflict=%s', async (reading, status, body) => {
  const { createUser } = await talk(`conflict=${reading}`);
  await createUser({ vendor_data: 'user-1' });
  expect(await createUser({ vendor_data: 'user-1' })).toMatchObject({ status, body });
});

test('under ids=exact each spelling is a user of its own and stays as it was sent', async () => {
  const { createUser, send } = await talk('ids=exact');
  const ids = ['User-1', 'user-1', ' user-1'];
  for (const id of ids) expect((await createUser({ vendor_data: id })).status).toBe(201);
  for (const id of ids) expect((await send('GET', `/v3/users/${encodeURIComponent(id)}/`)).body.vendor_data).toBe(id);
  expect((await send('GET', '/v3/users/USER-1/')).status).toBe(404);
  await send('PATCH', '/v3/users/User-1/update-status/', { status: 'BLOCKED' });
  expect((await send('GET', '/v3/users/user-1/')).body.status).toBe('ACTIVE');
});

describe('delete', () => {
  test('under delete-body=vendor_data_list there is a count, and the other field names nobody', async () => {
    const { createUser, send } = await talk('delete-body=vendor_data_list');
    await createUser({ vendor_data: 'user-1' });
    const other = await send('POST', '/v3/users/delete/', { vendor_data: ['user-1'] });
    expect([other.status, other.body]).toEqual([400, ['Provide vendor_data_list or set delete_all=true.']]);
    expect((await send('POST', '/v3/users/delete/', { vendor_data_list: ['user-1', 'x'] })).body).toEqual({ deleted: 1 });
  });

  test('under delete-body=vendor_data there are results, and the other field names nobody', async () => {
    const { createUser, send } = await talk('delete-body=vendor_data');
    await createUser({ vendor_data: 'user-1' });
    const other = await send('POST', '/v3/users/delete/', { vendor_data_list: ['user-1'] });
    expect([other.status, other.body]).toEqual([400, ['Provide vendor_data or set delete_all=true.']]);
    expect((await send('POST', '/v3/users/delete/', { vendor_data: ['user-1', 'x'] })).body).toEqual({
      results: [
        { vendor_data: 'user-1', status: 'deleted' },
        { vendor_data: 'x', status: 'not_found' },
      ],
    });
  });

  test('under deletion=soft a deleted user can still be read, and nothing else', async () => {
    const { createUser, facesOf, send } = await talk('deletion=soft');
    const faces = await facesOf('user-1');
    const first = (await send('GET', '/v3/users/user-1/')).body.didit_internal_id;
    const remove = async () => (await send('POST', '/v3/users/delete/', { vendor_data_list: ['user-1'] })).body.deleted;
    expect([await remove(), await remove()]).toEqual([1, 0]);
    expect(await send('GET', '/v3/users/user-1/')).toMatchObject({ status: 200, body: { didit_internal_id: first } });
    expect((await send('GET', '/v3/users/')).body.results).toEqual([]);
    expect((await send('PATCH', '/v3/users/user-1/', { display_name: 'x' })).status).toBe(404);
    expect((await send('GET', faces)).status).toBe(404);
    const again = await createUser({ vendor_data: 'user-1' });
    expect(again.status).toBe(201);
    expect((await send('GET', '/v3/users/user-1/')).body.didit_internal_id).toBe(again.body.didit_internal_id);
  });
});

test('under faces=bearer the face routes refuse the key and take it as a bearer token', async () => {
  const { facesOf, send, sandbox } = await talk('faces=bearer');
  const faces = await facesOf('user-1');
  expect((await send('GET', faces)).status).toBe(403);
  expect((await send('GET', faces, undefined, { authorization: `Bearer ${sandbox.apiKey}` })).status).toBe(200);
  expect((await send('GET', faces, undefined, { authorization: 'Bearer nobody' })).status).toBe(401);
});

test('under approved=arrays answers list what is approved', async () => {
  const { createUser, send } = await talk('approved=arrays');
  const fields = { approved_emails: { 'a@example.com': true }, approved_phones: {}, issuing_states: { ESP: 1 } };
  const lists = { approved_emails: ['a@example.com'], approved_phones: [], issuing_states: ['ESP'] };
  expect((await createUser({ vendor_data: 'user-1', ...fields })).body).toMatchObject(lists);
  expect((await send('GET', '/v3/users/')).body.results).toMatchObject([lists]);
});

test('under bad-key=403 a wrong key answers 403', async () => {
  const { send } = await talk('bad-key=403');
  expect((await send('GET', '/v3/users/', undefined, { 'x-api-key': 'wrong' })).status).toBe(403);
});

test('under blocklist=patch-too a PATCH of the status feeds the blocklist', async () => {
  const { createUser, send, sandbox } = await talk('blocklist=patch-too');
  await createUser({ vendor_data: 'user-1', status: 'BLOCKED' });
  expect([...sandbox.state.blocklist]).toEqual([]);
  await send('PATCH', '/v3/users/user-1/', { status: 'ACTIVE' });
  await send('PATCH', '/v3/users/user-1/', { status: 'BLOCKED' });
  expect([...sandbox.state.blocklist]).toEqual(['user-1']);
  await send('PATCH', '/v3/users/user-1/', { status: 'FLAGGED' });
  expect([...sandbox.state.blocklist]).toEqual([]);
});

test('under verified-fields=ignored a PATCH to what a session has verified changes nothing', async () => {
  const { createUser, send, sandbox } = await talk('verified-fields=ignored');
  await createUser({ vendor_data: 'user-1', full_name: 'Testa Sample' });
  sandbox.addSession('user-1');
  const { status, body } = await send('PATCH', '/v3/users/user-1/', { full_name: 'Testa Other', display_name: 'T.' });
  expect([status, body.full_name, body.display_name, body.comments]).toEqual([200, 'Testa Sample', 'T.', []]);
});
