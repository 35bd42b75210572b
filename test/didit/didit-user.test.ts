import { expect, test } from 'vitest';
import { type DiditUser, nonceOf, readDiditUser } from '../../src/didit/didit-user.js';

test('a user needs no more than its id', () => {
  expect(readDiditUser({ didit_internal_id: 'id-1' })).toEqual({
    didit_internal_id: 'id-1',
    vendor_data: undefined,
    status: undefined,
    updated_at: undefined,
    metadata: {},
    record: { didit_internal_id: 'id-1' },
  });
});

test('the whole record is kept, also fields that nobody knows yet', () => {
  const body = {
    didit_internal_id: 'id-1',
    vendor_data: null,
    status: 'Approved',
    updated_at: '2026-03-01T12:00:00Z',
    metadata: { tier: 'gold' },
    a_new_field: [1, 2],
  };
  expect(readDiditUser(body)).toMatchObject({ status: 'Approved', vendor_data: null, metadata: { tier: 'gold' }, record: body });
});

test.each([null, 'id-1', 7, [], {}, { didit_internal_id: '' }, { didit_internal_id: 7 }, { detail: 'Not found.' }])(
  '%j is no user',
  (body) => {
    expect(readDiditUser(body)).toBeUndefined();
  },
);

test('our mark is the nonce under metadata.migration and nothing else', () => {
  expect(nonceOf(userWith({ migration: { nonce: 'n-1' } }))).toBe('n-1');
  for (const metadata of [null, 'n-1', ['n-1'], {}, { migration: 'n-1' }, { migration: { nonce: 1 } }, { nonce: 'n-1' }])
    expect(nonceOf(userWith(metadata))).toBeUndefined();
});

function userWith(metadata: Parameters<typeof readDiditUser>[0]): DiditUser {
  const user = readDiditUser({ didit_internal_id: 'id-1', metadata });
  if (!user) throw new Error('not read as a user');
  return user;
}
