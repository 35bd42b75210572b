import { expect, test } from 'vitest';
import { checkMapping } from '../../src/mapping/check.js';
import { compileJoin, listLookups } from '../../src/mapping/lookups.js';
import type { JsonObject } from '../../src/model.js';

const mappingWith = (lookup: string) =>
  checkMapping(
    `{provider: acme, lookup: {${lookup}}, shapes: [{name: a, detect: [id], user: {vendor_data: owners.own}, status: [{always: ACTIVE}]}]}`,
    'ours.yaml',
  );
const table = (rows: Record<string, JsonObject[]>) => (key: string) => new Map(Object.entries(rows)).get(key) ?? [];

test('a lookup may look where an earlier one has led', () => {
  const file = mappingWith('cases: {on: id, key: no}, owners: {on: cases.owner, key: no}');
  const join = compileJoin(
    file,
    new Map([
      ['cases', table({ c1: [{ owner: 'o1' }] })],
      ['owners', table({ o1: [{ own: 'cust-1' }] })],
    ]),
  );
  expect(join({ id: 'c1' })).toEqual({ fields: { id: 'c1', cases: { owner: 'o1' }, owners: { own: 'cust-1' } }, problems: [] });
  expect(join({ id: 'c2' }).problems).toEqual([
    { code: 'lookup_missing', field: 'id', detail: { lookup: 'cases' } },
    { code: 'lookup_missing', field: 'cases.owner', detail: { lookup: 'owners' } },
  ]);
});

test('only the first key counts where one row belongs to a record', () => {
  const rows = table({ a: [{ own: 1 }], b: [{ own: 2 }] });
  const joined = (spec: string) =>
    compileJoin(mappingWith(`owners: {on: "ids[]", key: no${spec}}`), new Map([['owners', rows]]))({ ids: ['b', 'a'] }).fields[
      'owners'
    ];
  expect(joined('')).toEqual({ own: 2 });
  expect(joined(', many: true')).toEqual([{ own: 2 }, { own: 1 }]);
});

test('a key is any single value, as it is written', () => {
  const [lookup] = listLookups(mappingWith('owners: {on: id, key: owner.no, records: [rows], optional: true}'));
  expect(lookup).toMatchObject({ name: 'owners', optional: true, recordPaths: ['rows'] });
  const keyOf = (no: JsonObject[string]) => lookup?.keyOf({ number: 1, fields: { owner: { no } } });
  expect([' 007 ', 7, { value: 'x' }, 'N/A', null, { a: 1 }].map(keyOf)).toEqual([
    '007',
    '7',
    'x',
    undefined,
    undefined,
    undefined,
  ]);
});
