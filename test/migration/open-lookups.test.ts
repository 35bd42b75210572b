import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { loadMapping, type Mapping } from '../../src/mapping/index.js';
import { type LookupFile, openLookups } from '../../src/migration/open-lookups.js';
import type { JsonObject } from '../../src/model.js';
import { Workdir } from '../helpers/program.js';
import { MAPPINGS } from './rehearsal.js';

let dir: Workdir;
beforeEach(() => {
  dir = new Workdir();
});
const mappingWith = (lookup: string): Promise<Mapping> =>
  loadMapping(
    dir.write(
      'ours.yaml',
      `
provider: acme
lookup: {${lookup}}
shapes:
  - name: person
    detect: [uuid]
    skip: [{when: {test: yes}, reason: a test}]
    user: {vendor_data: ids.user_id, tags: "groups[].name"}
    status: [{always: ACTIVE}]
`,
    ),
    MAPPINGS,
  );

async function open(lookup: string, ...files: readonly LookupFile[]) {
  const lookups = await openLookups(await mappingWith(lookup), files, 100_000);
  onTestFinished(() => lookups.close());
  const map = (fields: JsonObject) => lookups.mapping.map({ number: 1, fields });
  return { map, lookups };
}

const IDS = 'ids: {on: uuid, key: provider_id}';
const csv = (name: string, text: string): LookupFile => ({ name: 'ids', file: dir.write(name, text) });

test('a record is joined with the row of its key', async () => {
  const { map, lookups } = await open(IDS, csv('a.csv', 'Provider ID,user_id,plan\nu1, cust-1 ,pro\n007,cust-7,\n,cust-9,\n'));
  expect(map({ uuid: 'u1' })).toMatchObject({ kind: 'user', vendorData: 'cust-1' });
  expect(map({ uuid: { value: '007' } })).toMatchObject({ kind: 'user', vendorData: 'cust-7' });
  expect(lookups.uses()).toEqual([{ name: 'ids', rows: 3, rowsWithoutKey: 1, keys: 2, unusedKeys: 0 }]);
});

test('no row is a problem of its own, and none for a record that is skipped', async () => {
  const { map, lookups } = await open(IDS, csv('a.csv', 'provider_id,user_id\nu1,cust-1\nu2,cust-2\n'));
  const missing = [{ code: 'lookup_missing', field: 'uuid', detail: { lookup: 'ids' } }];
  expect(map({ uuid: 'U1' })).toEqual({ kind: 'invalid', verdict: expect.anything(), problems: missing });
  expect(map({ uuid: null })).toMatchObject({ problems: missing });
  expect(map({ uuid: 'u9', test: 'yes' })).toMatchObject({ kind: 'skipped' });
  expect(lookups.uses()).toMatchObject([{ keys: 2, unusedKeys: 2 }]);
});

test('rows of one key may differ only in what nobody reads', async () => {
  const { map } = await open(IDS, csv('a.csv', 'provider_id,user_id,at\nu1,cust-1,1\nu1,cust-1,2\nu2,cust-2,1\nu2,cust-3,1\n'));
  expect(map({ uuid: 'u1' })).toMatchObject({ kind: 'user', vendorData: 'cust-1' });
  expect(map({ uuid: 'u2' })).toMatchObject({
    problems: [{ code: 'lookup_ambiguous', field: 'uuid', detail: { lookup: 'ids' } }],
  });
});

test('several files make one lookup, and a list of keys finds many rows', async () => {
  const { map } = await open(
    `${IDS}, groups: {on: "group_ids[]", key: id, records: [groups, $], many: true, optional: true}`,
    csv('a.csv', 'provider_id,user_id\nu1,cust-1\n'),
    csv('b.csv', 'provider_id,user_id\nu2,cust-2\n'),
    { name: 'groups', file: dir.write('groups.json', '{"groups":[{"id":1,"name":"red"},{"id":2,"name":"blue"}]}') },
  );
  expect(map({ uuid: 'u1', group_ids: [2, 3, 1] })).toMatchObject({ user: { metadata: { tags: ['blue', 'red'] } } });
  expect(map({ uuid: 'u2' })).toMatchObject({ vendorData: 'cust-2' });
});

test('a lookup goes before a field of its name', async () => {
  const { map } = await open(IDS, csv('a.csv', 'provider_id,user_id\nu1,cust-1\n'));
  expect(map({ uuid: 'u1', ids: { user_id: 'x' } })).toMatchObject({ vendorData: 'cust-1' });
  expect(map({ uuid: 'u2', ids: { user_id: 'x' } })).toMatchObject({ kind: 'invalid' });
});

test('a file that the mapping does not declare and one that it lacks are both named', async () => {
  const mapping = await mappingWith(`${IDS}, extra: {on: uuid, key: id, optional: true}`);
  await expect(openLookups(mapping, [{ name: 'idz', file: 'nowhere.csv' }], 1000)).rejects.toMatchObject({
    code: 'lookups_unfit',
    detail: {
      mapping: 'ours',
      problems:
        '  - --lookup idz: the mapping declares no lookup of that name; it declares ids, extra\n  - --lookup ids=FILE is missing',
    },
  });
});

test('a broken row stops, because it may be anybody’s', async () => {
  const file = csv('ragged.csv', 'provider_id,user_id\nu1,cust-1\nu2\n');
  await expect(open(IDS, file)).rejects.toMatchObject({
    code: 'lookup_unreadable',
    detail: { file: file.file, record: 2, what: 'The row has 1 cells, the header has 2.' },
  });
  await expect(open(IDS, { name: 'ids', file: dir.path('none.csv') })).rejects.toMatchObject({ code: 'export_missing' });
});

test('other rows make another mapping', async () => {
  const hash = async (text: string) => (await open(IDS, csv('a.csv', text))).lookups.mapping.hash;
  const first = await hash('provider_id,user_id\nu1,cust-1\n');
  expect(await hash('provider_id,user_id\nu1,cust-1\n')).toBe(first);
  expect(await hash('provider_id,user_id\nu1,cust-2\n')).not.toBe(first);
});
