import { expect, test } from 'vitest';
import type { KeyKind } from '../../src/sandbox/index.js';
import { talkToSandbox } from './talk.js';

type Operation = 'list' | 'get' | 'create' | 'update' | 'update-status' | 'delete';

/** What each operation is answered with, tried on a user of its own. */
async function mayDo(kind: KeyKind): Promise<Record<Operation, boolean>> {
  const { sandbox, createUser, send } = await talkToSandbox();
  await createUser({ vendor_data: 'user-1' });
  const headers = { 'x-api-key': sandbox.addKey(kind) };
  const allowed = async (method: string, path: string, body?: unknown) => {
    const { status, body: answer } = await send(method, path, body, headers);
    if (status === 403) expect(answer).toEqual({ detail: 'You do not have permission to perform this action.' });
    return status < 300;
  };
  return {
    list: await allowed('GET', '/v3/users/'),
    get: await allowed('GET', '/v3/users/user-1/'),
    create: await allowed('POST', '/v3/users/create/', { vendor_data: 'user-2' }),
    update: await allowed('PATCH', '/v3/users/user-1/', { display_name: 'T.' }),
    'update-status': await allowed('PATCH', '/v3/users/user-1/update-status/', { status: 'FLAGGED' }),
    delete: await allowed('POST', '/v3/users/delete/', { vendor_data_list: ['user-1'] }),
  };
}

test.each([
  ['OWNER', 'list get create update update-status delete'],
  ['ADMIN', 'list get create update update-status delete'],
  ['COMPLIANCE_OFFICER', 'list get update update-status'],
  ['DEVELOPER', 'list get create'],
  ['READER', 'list get'],
  ['full', 'list get create update update-status delete'],
  ['people-write', 'list get create update update-status delete'],
  ['people-read', 'list get'],
  ['sessions-only', ''],
] as const)('a key of the kind %s may do: %s', async (kind, operations) => {
  const may = await mayDo(kind);
  expect(Object.entries(may).flatMap(([operation, allowed]) => (allowed ? operation : []))).toEqual(
    operations.split(' ').filter(Boolean),
  );
});

test.each([
  ['COMPLIANCE_OFFICER', [200, 400]],
  ['DEVELOPER', [200, 403]],
  ['READER', [200, 403]],
  ['sessions-only', [403, 403]],
] as const)('with a key of the kind %s faces are listed and uploaded as users are read and updated', async (kind, statuses) => {
  const { sandbox, facesOf, send } = await talkToSandbox();
  const faces = await facesOf('user-1');
  const headers = { 'x-api-key': sandbox.addKey(kind) };
  const list = await send('GET', faces, undefined, headers);
  const upload = await send('POST', `${faces}upload/`, {}, headers);
  expect([list.status, upload.status]).toEqual(statuses);
});

test.each([
  ['expired', 'This API key has expired.'],
  ['revoked', 'You must be authenticated with a valid access token to access this endpoint.'],
] as const)('a key that is %s answers 401', async (kind, detail) => {
  const { sandbox, send } = await talkToSandbox();
  const { status, body } = await send('GET', '/v3/users/', undefined, { 'x-api-key': sandbox.addKey(kind) });
  expect([status, body]).toEqual([401, { detail }]);
});

test('the key of the sandbox itself can be of any kind', async () => {
  const { createUser, send } = await talkToSandbox({ keyKind: 'READER' });
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(403);
  expect((await send('GET', '/v3/users/')).status).toBe(200);
});
