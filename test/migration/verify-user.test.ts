import { expect, test } from 'vitest';
import type { VerifyItem } from '../../src/checkpoint/index.js';
import { readDiditUser } from '../../src/didit/index.js';
import { verifyUser } from '../../src/migration/verify-user.js';
import type { JsonObject } from '../../src/model.js';

const ITEM: VerifyItem = {
  id: 1,
  vendorData: 'p1',
  wanted: 'ACTIVE',
  state: 'done',
  nonce: 'n1',
  origin: 'created',
  diditId: 'd1',
  statusSeen: 'ACTIVE',
  applied: 'digest',
  marks: undefined,
};
const SHOWN = { didit_internal_id: 'd1', status: 'ACTIVE', full_name: 'Testa Sample', metadata: { migration: { nonce: 'n1' } } };
const EXPECTED = {
  vendor_data: 'p1',
  full_name: 'Testa Sample',
  approved_emails: { 'testa@example.com': true as const },
  metadata: {},
};

function differing(changes: JsonObject): readonly string[] {
  const shown = readDiditUser({ ...SHOWN, ...changes });
  const expected = { user: EXPECTED, status: 'ACTIVE' } as const;
  return verifyUser(ITEM, { shown, uploaded: [], faces: undefined, expected, secret: 'secret' }).fields;
}

test('against the export, what Didit shows is compared field by field, and what it does not show is not told to differ', () => {
  expect(differing({})).toEqual([]);
  expect(differing({ approved_emails: { 'testa@example.com': true } })).toEqual([]);
  expect(differing({ approved_emails: {} })).toEqual(['approved_emails']);
  expect(differing({ full_name: null })).toEqual(['full_name']);
});
