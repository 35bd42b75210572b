import { expect, test } from 'vitest';
import { loadMapping } from '../../src/mapping/index.js';
import { expectOutcomes, outcomesOf, readSample, surprisesOf } from '../../src/migration/sample.js';
import { Workdir } from '../helpers/program.js';
import { MAPPINGS } from './rehearsal.js';

const EXPORT = 'vendor_data,full_name,status,date_of_birth\np1,Testa Sample,ACTIVE,2026-01-02\np2,,later,\n';

async function outcomes(dir: Workdir) {
  const sample = await readSample(dir.folder);
  return { sample, got: await outcomesOf(sample, await loadMapping('generic', MAPPINGS, sample.now), 10_000) };
}

test('what is written as expected is what comes out, on the day of the sample', async () => {
  const dir = new Workdir();
  dir.write('export.csv', EXPORT);
  dir.write('expected.json', '{"now":"2026-01-01T00:00:00Z","records":[]}');
  const { sample, got } = await outcomes(dir);
  expect(got).toMatchObject([
    { record: 1, vendor_data: 'p1', status: 'ACTIVE', invalid: [{ code: 'date_in_future' }] },
    { record: 2, vendor_data: 'p2', invalid: [{ code: 'status_unknown' }] },
  ]);
  await expectOutcomes(dir.folder, sample, got);
  const again = await outcomes(dir);
  expect(surprisesOf(again.sample, again.got)).toEqual([]);
  expect(again.sample.now).toBe(Date.parse('2026-01-01T00:00:00Z'));
});

test('records that only one side knows are surprises too', async () => {
  const dir = new Workdir();
  dir.write('export.csv', EXPORT);
  dir.write(
    'expected.json',
    '{"now":"2026-02-01T00:00:00Z","export":"export.csv","records":[{"record":1,"status":"BLOCKED"},{"record":9}]}',
  );
  const { sample, got } = await outcomes(dir);
  const surprises = surprisesOf(sample, got);
  expect(surprises.map(({ record }) => record)).toEqual([1, 2, 9]);
  expect(surprises[0]?.differences[0]).toEqual({ path: 'status', expected: 'BLOCKED', got: 'ACTIVE' });
  expect(surprises[2]?.differences).toEqual([{ path: '', expected: { record: 9 }, got: undefined }]);
});

test('a mapping that joins a second file finds it in the sample', async () => {
  const dir = new Workdir();
  dir.write('export.csv', 'uuid,status\nu1,ok\n');
  dir.write('ids.csv', 'uuid,user_id\nu1,p1\n');
  dir.write('expected.json', '{"now":"2026-01-01T00:00:00Z","lookups":{"ids":"ids.csv"},"records":[]}');
  dir.write(
    'ours.yaml',
    `provider: acme
lookup: {ids: {on: uuid, key: uuid}}
shapes:
  - name: person
    detect: [uuid]
    user: {vendor_data: ids.user_id}
    status: [{when: {status: ok}, then: ACTIVE}, {otherwise: problem}]
`,
  );
  const sample = await readSample(dir.folder);
  const got = await outcomesOf(sample, await loadMapping(dir.path('ours.yaml'), MAPPINGS, sample.now), 10_000);
  expect(got).toMatchObject([{ record: 1, status: 'ACTIVE', user: { vendor_data: 'p1' } }]);
  await expectOutcomes(dir.folder, sample, got);
  expect(JSON.parse(dir.read('expected.json'))).toMatchObject({ lookups: { ids: 'ids.csv' } });
});

test.each([
  ['there is no folder', {}, 'nowhere', 'no such file or directory'],
  ['there is no export', { 'expected.json': '{"now":"2026-01-01T00:00:00Z","records":[]}' }, '.', 'there is no export in it'],
  ['there are two', { 'a.csv': 'x', 'b.csv': 'x' }, '.', 'not clear which file is the export'],
  ['it is not JSON', { 'a.csv': 'x', 'expected.json': '{' }, '.', 'expected.json is not JSON'],
  ['it says nothing', { 'a.csv': 'x', 'expected.json': '{"records":[{}]}' }, '.', 'now must be a time'],
])('a sample cannot be used where %s', async (_, files, folder, sentence) => {
  const dir = new Workdir();
  for (const [name, content] of Object.entries(files)) dir.write(name, content);
  await expect(readSample(dir.path(folder))).rejects.toMatchObject({
    code: 'sample_unusable',
    message: expect.stringContaining(sentence),
  });
});
