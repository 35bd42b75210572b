import { expect, test } from 'vitest';
import type { Mended, PlannedRecord } from '../../src/checkpoint/index.js';
import type { Problem } from '../../src/errors.js';
import { inPlaceOf } from '../../src/migration/in-place-of.js';
import { plannedRecord } from '../../src/migration/planned-record.js';
import type { JsonObject } from '../../src/model.js';

/** A row that came back with this id, or with an id that has a problem. */
function row(
  id: string | undefined,
  about: { readonly problems?: readonly Problem[]; readonly fields?: JsonObject } = {},
): PlannedRecord {
  const { problems, fields = { id: id ?? '' } } = about;
  const vendorData = id === undefined ? {} : { vendorData: id };
  const read = { number: 1, fields };
  if (problems) return plannedRecord(read, () => ({ kind: 'invalid', problems, ...vendorData }), 'secret');
  const verdict = { status: 'ACTIVE', row: 'passed', final: true, fraud: false } as const;
  const user = { vendor_data: id ?? '', metadata: {} };
  return plannedRecord(read, () => ({ kind: 'user', vendorData: id ?? '', verdict, user, faces: [] }), 'secret');
}

function rejected(vendorData: string | undefined, codes: readonly Problem['code'][], fields: JsonObject = {}): Mended {
  return {
    standsFor: 7,
    number: 3,
    vendorData,
    userKey: vendorData?.toLowerCase(),
    problems: codes.map((code) => ({ code })),
    fields,
  };
}

function codesOf({ problems }: PlannedRecord): string[] {
  return (problems ?? []).map(({ code }) => code);
}

test('a mended row stands in the place of the record', () => {
  expect(inPlaceOf(row('p1'), rejected('p1', ['status_missing']))).toEqual({ ...row('p1'), standsFor: 7 });
});

test.each<[string, Mended, PlannedRecord, string[]]>([
  ['another id is a problem', rejected('p1', ['status_missing']), row('p2'), ['id_changed']],
  ['an id in another case too', rejected('p1', []), row('P1'), ['id_changed']],
  [
    'a rounded one is both',
    rejected('65', []),
    row('6.5E+23', { problems: [{ code: 'id_damaged' }] }),
    ['id_damaged', 'id_changed'],
  ],
  ['a lost one is missing', rejected('p1', []), row(undefined, { problems: [{ code: 'id_missing' }] }), ['id_missing']],
  ['a changed id stays one', rejected('p1', ['status_missing', 'id_changed']), row('p2'), ['id_changed']],
])('%s, and stays with its person', (_, mended, record, codes) => {
  const { vendorData, userKey } = mended;
  const standing = inPlaceOf(record, mended);
  expect(codesOf(standing)).toEqual(codes);
  expect(standing).toMatchObject({ kind: 'invalid', standsFor: 7, vendorData, userKey });
});

test.each<[string, Mended]>([
  ['was missing', rejected(undefined, ['id_missing'])],
  ['collided', rejected('P1', ['id_collision'])],
  ['has a slash', rejected('p/1', ['id_slash'])],
  ['could not be read', rejected(undefined, ['shape_unknown'])],
  ['is there twice', rejected('p1', ['key_repeated'])],
  ['holds a lost character', rejected('p\ufffd', ['text_damaged'])],
])('an id that %s is mended by another one', (_, mended) => {
  expect(inPlaceOf(row('p9'), mended)).toMatchObject({ kind: 'user', vendorData: 'p9', userKey: 'p9', standsFor: 7 });
});

test('a row that was cut short stays so until somebody has mended it', () => {
  const cut = rejected(undefined, ['row_ragged'], { id: 'p1', name: 'Testa' });
  expect(codesOf(inPlaceOf(row('p1', { fields: { id: 'p1', name: 'Testa', status: '' } }), cut))).toEqual(['row_ragged']);
  const mended = row('p1', { fields: { id: 'p1', name: 'Testa', status: 'ACTIVE' } });
  expect(inPlaceOf(mended, cut)).toEqual({ ...mended, standsFor: 7 });
});
