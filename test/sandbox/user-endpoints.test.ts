import { describe, expect, test } from 'vitest';
import { talkToSandbox } from './talk.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('create', () => {
  test('create answers 201 with the full record', async () => {
    const { createUser, send } = await talkToSandbox();
    const { status, body } = await createUser({
      vendor_data: 'user-1',
      full_name: 'Testa Sample',
      display_name: 'Testa',
      date_of_birth: '1990-02-28',
      status: 'FLAGGED',
      metadata: { tier: 'gold' },
      approved_emails: { 'testa@example.com': true },
      approved_phones: { '+34600000001': true },
      issuing_states: { ESP: 1 },
      tags: ['ignored'],
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      didit_internal_id: expect.stringMatching(UUID),
      vendor_data: 'user-1',
      display_name: 'Testa',
      full_name: 'Testa Sample',
      date_of_birth: '1990-02-28',
      effective_name: 'Testa',
      status: 'FLAGGED',
      portrait_image_url: null,
      session_count: 0,
      approved_count: 0,
      declined_count: 0,
      in_review_count: 0,
      issuing_states: { ESP: 1 },
      approved_emails: { 'testa@example.com': true },
      approved_phones: { '+34600000001': true },
      features: {},
      features_list: [],
      last_session_at: null,
      first_session_at: null,
      last_activity_at: null,
      tags: [],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      metadata: { tier: 'gold' },
      comments: [],
      updated_at: body.created_at,
      verification_link: null,
    });
    const { verification_link, ...record } = body;
    expect(await send('GET', '/v3/users/user-1/')).toMatchObject({ status: 200, body: record });
  });

  test('a user is ACTIVE and empty unless told otherwise', async () => {
    const { createUser } = await talkToSandbox();
    const { body } = await createUser({ vendor_data: 'user-1', full_name: null, metadata: null, approved_emails: null });
    expect(body).toMatchObject({ status: 'ACTIVE', full_name: null, effective_name: null, metadata: {}, approved_emails: {} });
  });

  test('first and last name are joined only when there is no full name', async () => {
    const { createUser } = await talkToSandbox();
    const names = { first_name: 'Testa', last_name: 'Sample' };
    expect((await createUser({ vendor_data: '1', ...names })).body.full_name).toBe('Testa Sample');
    expect((await createUser({ vendor_data: '2', ...names, full_name: 'T. Sample' })).body.full_name).toBe('T. Sample');
    expect((await createUser({ vendor_data: '3', last_name: 'Sample' })).body.full_name).toBe('Sample');
  });

  test('contact data and country go into metadata', async () => {
    const { createUser } = await talkToSandbox();
    const { body } = await createUser({
      vendor_data: 'user-1',
      email: 'testa@example.com',
      phone_number: '+34600000001',
      country: 'esp',
      metadata: { contact: { preferred: 'email' }, tier: 'gold' },
    });
    expect(body.metadata).toEqual({
      tier: 'gold',
      contact: { preferred: 'email', email: 'testa@example.com', phone_number: '+34600000001' },
      address: { country: 'ESP' },
    });
    expect(body.approved_emails).toEqual({});
  });

  test('contact data never overwrites a metadata.contact that is no object', async () => {
    const { createUser, sandbox } = await talkToSandbox();
    const { status, body } = await createUser({ vendor_data: '1', email: 'testa@example.com', metadata: { contact: 'by post' } });
    expect([status, body]).toEqual([400, { metadata: ['"contact" must be a JSON object.'] }]);
    expect(sandbox.state.users.size).toBe(0);
  });

  test('a verification link is a session that has not begun, and nothing is sent', async () => {
    const { createUser, sandbox } = await talkToSandbox();
    const link = { workflow_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a', email: 'testa@example.com' };
    const { status, body } = await createUser({ vendor_data: 'user-1', send_verification_link: true, ...link });
    expect(status).toBe(201);
    expect(body.verification_link).toEqual({
      session_id: expect.stringMatching(UUID),
      session_number: 1,
      status: 'Not Started',
      url: expect.stringMatching(/^https:/),
      ...link,
    });
    expect(sandbox.state.verificationLinksRequested).toBe(1);
  });

  test('a verification link wants an e-mail address and a workflow', async () => {
    const { createUser, sandbox } = await talkToSandbox();
    const { status, body } = await createUser({ vendor_data: 'user-1', send_verification_link: true });
    expect([status, Object.keys(body)]).toEqual([400, ['workflow_id', 'email']]);
    expect(sandbox.state.users.size).toBe(0);
  });

  test('a request for a verification link is refused to a key for People alone, remembered, and creates nobody', async () => {
    const { createUser, sandbox } = await talkToSandbox({ keyKind: 'people-write' });
    const link = {
      send_verification_link: true,
      workflow_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
      email: 'testa@example.com',
    };
    const { status, body } = await createUser({ vendor_data: 'user-1', ...link });
    expect([status, body]).toEqual([403, { detail: 'This API key has no write access to sessions.' }]);
    expect(sandbox.state.verificationLinksRequested).toBe(1);
    expect(sandbox.state.users.size).toBe(0);
    expect((await createUser({ vendor_data: 'user-1', send_verification_link: false })).status).toBe(201);
  });

  test.each([
    ['vendor_data that is missing', { vendor_data: undefined }, 'This field is required.'],
    ['vendor_data that is null', { vendor_data: null }, 'This field may not be null.'],
    ['vendor_data that is blank', { vendor_data: '  ' }, 'This field may not be blank.'],
    ['vendor_data that is a number', { vendor_data: 7 }, 'Not a valid string.'],
    ['a full_name of 513 characters', { full_name: 'x'.repeat(513) }, 'Ensure this field has no more than 512 characters.'],
    ['a date_of_birth that is no calendar date', { date_of_birth: '2023-02-29' }, expect.stringContaining('YYYY-MM-DD')],
    ['a date_of_birth in another form', { date_of_birth: '28/02/1990' }, expect.stringContaining('YYYY-MM-DD')],
    ['a status of another set', { status: 'Approved' }, 'Not a valid choice. Use one of: ACTIVE, FLAGGED, BLOCKED.'],
    ['a status in lower case', { status: 'active' }, 'Not a valid choice. Use one of: ACTIVE, FLAGGED, BLOCKED.'],
    ['metadata that is a list', { metadata: [] }, 'Expected an object.'],
    ['approved_emails as a list', { approved_emails: ['testa@example.com'] }, 'Expected an object.'],
    ['approved_phones without true or false', { approved_phones: { '+34600000001': 'yes' } }, 'Must be a valid boolean.'],
    ['issuing_states in alpha-2', { issuing_states: { ES: 1 } }, 'Every key must be an ISO 3166-1 alpha-3 code.'],
    ['issuing_states of no country', { issuing_states: { QQQ: 1 } }, 'Every key must be an ISO 3166-1 alpha-3 code.'],
    ['issuing_states without whole numbers', { issuing_states: { ESP: 1.5 } }, 'A valid integer is required.'],
    ['a country of no country', { country: 'QQ' }, 'Not an ISO 3166-1 alpha-2 or alpha-3 code.'],
  ])('create refuses %s, keyed by the field', async (_, fields, sentence) => {
    const { createUser, sandbox } = await talkToSandbox();
    const { status, body } = await createUser({ vendor_data: 'user-1', ...fields });
    expect([status, body]).toEqual([400, { [Object.keys(fields)[0] ?? '']: [sentence] }]);
    expect(sandbox.state.users.size).toBe(0);
  });

  test('a validation error names every field to blame', async () => {
    const { createUser } = await talkToSandbox();
    const { body } = await createUser({ date_of_birth: 'never', status: 'Pending' });
    expect(Object.keys(body).sort()).toEqual(['date_of_birth', 'status', 'vendor_data']);
  });

  test('names are measured in characters, not in UTF-16 units', async () => {
    const { createUser } = await talkToSandbox();
    expect((await createUser({ vendor_data: 'user-1', full_name: '𝒯'.repeat(512) })).status).toBe(201);
  });
});

describe('list', () => {
  test('list pages through everybody by next, whatever its capped count says', async () => {
    const { createUser, send, sandbox } = await talkToSandbox({ writeLimit: 'off' });
    const ids = Array.from({ length: 101 }, (_, n) => `user-${n}`);
    for (const id of ids) await createUser({ vendor_data: id });
    const seen: string[] = [];
    let next: string | undefined = '/v3/users/';
    do {
      const { status, body } = await send('GET', next);
      expect([status, body.count]).toEqual([200, 100]);
      seen.push(...body.results.map((user: { vendor_data: string }) => user.vendor_data));
      next = body.next?.replace(sandbox.baseUrl, '');
    } while (next);
    expect(seen).toEqual(ids);
  });

  test('list takes limit and offset and links both ways', async () => {
    const { createUser, send, sandbox } = await talkToSandbox();
    for (const id of ['a', 'b', 'c', 'd']) await createUser({ vendor_data: id });
    const { body } = await send('GET', '/v3/users/?limit=1&offset=2');
    expect(body).toMatchObject({ count: 4, results: [{ vendor_data: 'c' }] });
    expect(body.next).toBe(`${sandbox.baseUrl}/v3/users/?limit=1&offset=3`);
    expect(body.previous).toBe(`${sandbox.baseUrl}/v3/users/?limit=1&offset=1`);
    const whole = await send('GET', '/v3/users/?limit=none&offset=-1');
    expect(whole.body).toMatchObject({ next: null, previous: null });
    expect(whole.body.results).toHaveLength(4);
  });

  test('a row of the list has no metadata, comments or updated_at', async () => {
    const { createUser, send } = await talkToSandbox();
    const { body: created } = await createUser({ vendor_data: 'user-1', metadata: { tier: 'gold' } });
    const { metadata, comments, updated_at, verification_link, ...row } = created;
    expect((await send('GET', '/v3/users/')).body.results).toEqual([row]);
  });
});

describe('update', () => {
  test('update changes what is sent and nothing else', async () => {
    const { createUser, send } = await talkToSandbox();
    const { body: before } = await createUser({
      vendor_data: 'user-1',
      full_name: 'Testa Sample',
      approved_emails: { 'a@example.com': true },
    });
    const { status, body } = await send('PATCH', '/v3/users/user-1/', {
      display_name: 'Testa',
      full_name: null,
      vendor_data: 'user-2',
    });
    const { verification_link, ...record } = before;
    expect(status).toBe(200);
    expect(body).toEqual({
      ...record,
      display_name: 'Testa',
      full_name: null,
      effective_name: 'Testa',
      updated_at: body.updated_at,
    });
  });

  test('update replaces metadata as a whole', async () => {
    const { createUser, send } = await talkToSandbox();
    await createUser({ vendor_data: 'user-1', metadata: { tier: 'gold', source: 'web' } });
    expect((await send('PATCH', '/v3/users/user-1/', { metadata: { tier: 'silver' } })).body.metadata).toEqual({
      tier: 'silver',
    });
    expect((await send('PATCH', '/v3/users/user-1/', { metadata: null })).body.metadata).toEqual({});
  });

  test('update keeps the reason as a comment only when the status changes', async () => {
    const { createUser, send } = await talkToSandbox();
    await createUser({ vendor_data: 'user-1' });
    expect((await send('PATCH', '/v3/users/user-1/', { status: 'ACTIVE', reason: 'no news' })).body.comments).toEqual([]);
    const { body } = await send('PATCH', '/v3/users/user-1/', { status: 'FLAGGED', reason: 'looked odd' });
    expect(body.comments).toMatchObject([{ comment: 'looked odd', previous_status: 'ACTIVE', new_status: 'FLAGGED' }]);
  });

  test('update refuses an invalid field and changes nothing', async () => {
    const { createUser, send } = await talkToSandbox();
    await createUser({ vendor_data: 'user-1' });
    const { status, body } = await send('PATCH', '/v3/users/user-1/', { display_name: 'Testa', reason: 'x'.repeat(1001) });
    expect([status, body]).toEqual([400, { reason: ['Ensure this field has no more than 1000 characters.'] }]);
    expect((await send('GET', '/v3/users/user-1/')).body.display_name).toBeNull();
  });
});

describe('status', () => {
  test('update-status changes the status and comments on it', async () => {
    const { createUser, send, sandbox } = await talkToSandbox();
    await createUser({ vendor_data: 'user-1', status: 'FLAGGED' });
    const { status, body } = await send('PATCH', '/v3/users/user-1/update-status/', {
      status: 'BLOCKED',
      reason: 'forged document',
    });
    expect([status, body.status]).toEqual([200, 'BLOCKED']);
    expect(body.comments).toMatchObject([{ comment: 'forged document', previous_status: 'FLAGGED', new_status: 'BLOCKED' }]);
    const history = sandbox.state.users.get('user-1')?.statusHistory;
    expect(history?.map((change) => change.status)).toEqual(['FLAGGED', 'BLOCKED']);
    expect(history?.every(({ at }) => at instanceof Date)).toBe(true);
  });

  test('only update-status feeds the blocklist, and leaving BLOCKED takes the user off it', async () => {
    const { createUser, send, sandbox } = await talkToSandbox();
    await createUser({ vendor_data: 'created', status: 'BLOCKED' });
    await createUser({ vendor_data: 'patched' });
    await send('PATCH', '/v3/users/patched/', { status: 'BLOCKED' });
    expect([...sandbox.state.blocklist]).toEqual([]);
    await send('PATCH', '/v3/users/created/update-status/', { status: 'BLOCKED' });
    expect([...sandbox.state.blocklist]).toEqual(['created']);
    await send('PATCH', '/v3/users/created/update-status/', { status: 'ACTIVE' });
    expect([...sandbox.state.blocklist]).toEqual([]);
  });

  test('update-status refuses a missing or unknown status and a long reason', async () => {
    const { createUser, send } = await talkToSandbox();
    await createUser({ vendor_data: 'user-1' });
    const answer = async (body: unknown) => (await send('PATCH', '/v3/users/user-1/update-status/', body)).body;
    expect(await answer({})).toEqual({ status: ['This field is required.'] });
    expect(await answer({ status: 'Declined' })).toEqual({ status: [expect.stringContaining('Not a valid choice.')] });
    expect(Object.keys(await answer({ status: 'BLOCKED', reason: 'x'.repeat(1001) }))).toEqual(['reason']);
    expect((await send('GET', '/v3/users/user-1/')).body.status).toBe('ACTIVE');
  });
});

test.each([
  ['GET', '/v3/users/nobody/'],
  ['PATCH', '/v3/users/nobody/'],
  ['PATCH', '/v3/users/nobody/update-status/'],
])('%s %s answers 404, since there is no such user', async (method, path) => {
  const { send } = await talkToSandbox();
  const { status, body } = await send(method, path, method === 'GET' ? undefined : { status: 'ACTIVE' });
  expect([status, body]).toEqual([404, { detail: 'Not found.' }]);
});

describe('delete', () => {
  test.each(['vendor_data_list', 'vendor_data'])('delete takes %s and answers the count and a result for each', async (field) => {
    const { createUser, send } = await talkToSandbox();
    await createUser({ vendor_data: 'user-1' });
    await createUser({ vendor_data: 'user-2' });
    const { status, body } = await send('POST', '/v3/users/delete/', { [field]: ['User-1', 'nobody'] });
    expect(status).toBe(200);
    expect(body).toEqual({
      deleted: 1,
      results: [
        { vendor_data: 'User-1', status: 'deleted' },
        { vendor_data: 'nobody', status: 'not_found' },
      ],
    });
    expect((await send('GET', '/v3/users/')).body.results).toMatchObject([{ vendor_data: 'user-2' }]);
  });

  test('a deleted user is gone with its faces, and its vendor_data is free again', async () => {
    const { createUser, facesOf, send } = await talkToSandbox();
    const faces = await facesOf('user-1');
    await send('POST', '/v3/users/delete/', { vendor_data_list: ['user-1'] });
    expect((await send('GET', '/v3/users/user-1/')).status).toBe(404);
    expect((await send('GET', faces)).status).toBe(404);
    expect((await createUser({ vendor_data: 'user-1' })).status).toBe(201);
  });

  test('delete_all deletes everybody and is remembered', async () => {
    const { createUser, send, sandbox } = await talkToSandbox();
    await createUser({ vendor_data: 'user-1' });
    await createUser({ vendor_data: 'user-2' });
    expect((await send('POST', '/v3/users/delete/', { delete_all: true })).body).toEqual({ deleted: 2 });
    expect(sandbox.state.users.size).toBe(0);
    expect(sandbox.state.deleteAllRequested).toBe(1);
  });

  test('delete without anything to delete answers a bare list', async () => {
    const { send } = await talkToSandbox();
    for (const body of [{}, { vendor_data_list: [] }, { delete_all: false }]) {
      const reply = await send('POST', '/v3/users/delete/', body);
      expect([reply.status, reply.body]).toEqual([400, ['Provide vendor_data_list or set delete_all=true.']]);
    }
  });

  test('delete refuses ids that are no list of strings', async () => {
    const { send } = await talkToSandbox();
    const reply = await send('POST', '/v3/users/delete/', { vendor_data_list: 'user-1' });
    expect([reply.status, reply.body]).toEqual([400, { vendor_data_list: ['Expected a list of items.'] }]);
  });
});
