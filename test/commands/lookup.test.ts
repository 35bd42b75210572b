import { expect, test } from 'vitest';
import { Workdir } from '../helpers/program.js';

const MAPPING = `
provider: acme
lookup: {ids: {on: uuid, key: provider_id}}
shapes:
  - name: decision
    detect: [uuid, state]
    needs: [{any: [name], else: Export again with the names.}]
    user: {vendor_data: ids.user_id, full_name: name}
    status: [{name: passed, when: {state: passed}, then: ACTIVE}, {otherwise: problem}]
`;

function prepared() {
  const dir = new Workdir();
  dir.write('acme.yaml', MAPPING);
  dir.write('export.csv', 'uuid,state,name\nu1,passed,Testa Sample\nu2,passed,Refusa Sample\n');
  dir.write('ids.csv', 'provider_id,user_id\nu1,cust-1\nu3,cust-3\n,cust-4\n');
  return dir;
}

const validate = (dir: Workdir, ...more: string[]) => dir.run(['validate', 'export.csv', '--mapping', 'acme.yaml', ...more]);

test('a second file gives the ids, and the plan counts what of it nobody asked for', async () => {
  const run = await validate(prepared(), '--lookup', 'ids=ids.csv');
  expect(run.code, run.story).toBe(1);
  expect(run.stdout).toMatch(/second file ids +3\n +rows without a key +1\n +keys that no record asks for +1\n/);
  expect(run.stdout).toContain('lookup_missing: 1 (record 2)');
  expect(run.stdout).toContain('The second file ids has no row for this record.');
});

test('it may be given several times, and in the environment', async () => {
  const dir = prepared();
  dir.write('more.csv', 'provider_id,user_id\nu2,cust-2\n');
  const twice = await validate(dir, '--lookup', 'ids=ids.csv', '--lookup', 'ids=more.csv');
  expect(twice.code, twice.story).toBe(0);
  const once = await dir.run(['validate', 'export.csv', '--mapping', 'acme.yaml', '--json'], {
    DIDIT_MIGRATE_LOOKUP: 'ids=ids.csv',
  });
  expect(JSON.parse(once.stdout)).toMatchObject({
    lookups: [{ name: 'ids', rows: 3, rows_without_key: 1, keys: 2, unused_keys: 1 }],
  });
});

test.each([
  ['is missing', [], '--lookup ids=FILE is missing'],
  ['has another name', ['--lookup', 'idz=ids.csv'], '--lookup idz: the mapping declares no lookup of that name; it declares ids'],
  ['has no name', ['--lookup', 'ids.csv'], '--lookup must be NAME=FILE'],
  ['is not there', ['--lookup', 'ids=none.csv'], 'There is no file none.csv.'],
])('a sentence and exit code 2 where the second file %s', async (_, args, sentence) => {
  const run = await validate(prepared(), ...args);
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain(sentence);
});

test('an export that lacks what is needed is refused with the way to export again', async () => {
  const dir = prepared();
  dir.write('export.csv', 'uuid,state\nu1,passed\n');
  const run = await validate(dir, '--lookup', 'ids=ids.csv');
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain('The export lacks what is needed:\nExport again with the names.');
});

test('a draft says what it waits for', async () => {
  const dir = prepared();
  dir.write('acme.yaml', MAPPING.replace('then: ACTIVE', 'then: decide'));
  const run = await validate(dir, '--lookup', 'ids=ids.csv');
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain('acme.yaml:9: shapes[0].status[0].then: state: passed');
});
