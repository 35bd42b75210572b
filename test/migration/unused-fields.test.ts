import { expect, test } from 'vitest';
import { loadMapping } from '../../src/mapping/index.js';
import { UnusedFieldCount } from '../../src/migration/unused-fields.js';
import type { JsonObject } from '../../src/model.js';
import { MAPPINGS } from './rehearsal.js';

async function unusedIn(...records: JsonObject[]) {
  const count = new UnusedFieldCount(await loadMapping('generic', MAPPINGS));
  for (const [index, fields] of records.entries()) count.add({ number: index + 1, fields });
  return count.result();
}

const known = { vendor_data: 'u1', full_name: 'Testa Sample', status: 'ACTIVE' };

test('a field that the mapping carries is not among them, whatever its case style', async () => {
  expect(await unusedIn(known, { vendorData: 'u2', FullName: 'Testa Sample', status: 'ACTIVE' })).toEqual({
    looked: 2,
    fields: [],
  });
});

test('other fields are counted once for each record in which they say something, the fullest first', async () => {
  const { looked, fields } = await unusedIn(
    { ...known, score: 'N/A', 'risk level': 'low', checks: [{ by: 'a' }, { by: 'b' }] },
    { ...known, score: '', 'risk level': '', checks: '[{"by": "c"}]' },
    { ...known, score: null },
  );
  expect(looked).toBe(3);
  expect(fields).toEqual([
    { path: 'checks.by', filled: 2 },
    { path: '"risk level"', filled: 1 },
  ]);
});

test('keys that are somebody’s data stand for any key', async () => {
  const { fields } = await unusedIn({ ...known, log: { 'testa@example.com': 'x', '2030-01-02': 'y' } });
  expect(fields).toEqual([{ path: 'log.*', filled: 1 }]);
});

test('only the beginning of an export is looked at', async () => {
  const { looked, fields } = await unusedIn(...Array.from({ length: 20_001 }, () => ({ ...known, extra: 'x' })));
  expect({ looked, fields }).toEqual({ looked: 20_000, fields: [{ path: 'extra', filled: 20_000 }] });
});
