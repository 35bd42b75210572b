import { expect, test } from 'vitest';
import type { Item } from '../../src/checkpoint/index.js';
import { addressOf } from '../../src/migration/address.js';

const item = { vendorData: 'Cust-1' } as Item;
const shown = (vendor_data: string | null) => ({ didit_internal_id: 'id', vendor_data, metadata: {}, record: {} });

test('a user is addressed as Didit spells it', () => {
  expect(addressOf(item, shown('cust-1'))).toBe('cust-1');
  expect(addressOf(item, shown('Cust-1'))).toBe('Cust-1');
});

test('what Didit does not show, or shows of somebody else, is no address', () => {
  expect(addressOf(item, shown(null))).toBe('Cust-1');
  expect(addressOf(item, shown('cust-2'))).toBe('Cust-1');
});
