import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalise } from '../../src/sandbox/vendor-data.js';
import { talkToSandbox } from './talk.js';

test('vendor_data is kept trimmed and in lower case', async () => {
  const { createUser, sandbox } = await talkToSandbox();
  const { body } = await createUser({ vendor_data: '  User-1 ' });
  expect(body.vendor_data).toBe('user-1');
  expect([...sandbox.state.users.keys()]).toEqual(['user-1']);
});

test('a user is found by its vendor_data in any case', async () => {
  const { createUser, send } = await talkToSandbox();
  const created = await createUser({ vendor_data: 'User-1' });
  for (const spelling of ['User-1', 'user-1', 'USER-1', '%20user-1%20']) {
    const found = await send('GET', `/v3/users/${spelling}/`);
    expect(found.body.didit_internal_id).toBe(created.body.didit_internal_id);
  }
});

test('the same vendor_data in another case is a duplicate', async () => {
  const { createUser, sandbox } = await talkToSandbox();
  await createUser({ vendor_data: 'User-1' });
  const again = await createUser({ vendor_data: ' USER-1' });
  expect(again.status).toBe(400);
  expect(again.body).toEqual({ vendor_data: ['A user with this vendor_data already exists.'] });
  expect(sandbox.state.users.size).toBe(1);
});

test('normalising twice is normalising once', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (id) => normalise(normalise(id)) === normalise(id)));
});

test('vendor_data takes 2000 bytes of UTF-8 and not one more', async () => {
  const { createUser } = await talkToSandbox();
  expect((await createUser({ vendor_data: 'é'.repeat(1000) })).status).toBe(201);
  const tooLong = await createUser({ vendor_data: `${'é'.repeat(1000)}x` });
  expect(tooLong.status).toBe(400);
  expect(tooLong.body).toEqual({ vendor_data: ['Ensure this field has no more than 2000 bytes.'] });
});

test('an encoded slash in vendor_data is a slash in the path, and no route fits', async () => {
  const { createUser, send } = await talkToSandbox();
  expect((await createUser({ vendor_data: 'a/b' })).status).toBe(201);
  expect((await send('GET', '/v3/users/a%2Fb/')).status).toBe(404);
});
