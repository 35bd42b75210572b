import { expect, test } from 'vitest';
import { findMapping } from '../../src/migration/find-mapping.js';
import { readSample } from '../../src/migration/sample.js';
import { Workdir } from '../helpers/program.js';
import { at, SAMPLES } from '../helpers/samples.js';
import { MAPPINGS } from './rehearsal.js';

const GENERIC = 'vendor_data,status\np1,ACTIVE\n';
const find = (named: string | undefined, file: string) => findMapping(named, file, MAPPINGS, { maxRecordBytes: 100_000 });

test('the mapping is the one that was named', async () => {
  const file = new Workdir().write('a.csv', GENERIC);
  expect((await find('sumsub', file)).name).toBe('sumsub');
  await expect(find('nobody', file)).rejects.toMatchObject({ code: 'mapping_missing' });
});

test('without a name it is the built-in one that fits', async () => {
  const dir = new Workdir();
  expect((await find(undefined, dir.write('a.csv', GENERIC))).name).toBe('generic');
  expect((await find(undefined, new URL('../../samples/sumsub/applicants.json', import.meta.url).pathname)).name).toBe('sumsub');
});

test.each(SAMPLES)('the sample $folder is recognised', async ({ mapping, folder }) => {
  expect((await find(undefined, (await readSample(at(folder))).file)).name).toBe(mapping);
});

test.each([
  ['nothing that is known', 'name,verdict\nTesta,yes\n'],
  ['no records', 'vendor_data,status\n'],
])('an export with %s asks for a name', async (_, text) => {
  await expect(find(undefined, new Workdir().write('a.csv', text))).rejects.toMatchObject({
    code: 'mapping_unclear',
    detail: { known: expect.stringContaining('generic') },
  });
});

test('an export that is missing is said to be', async () => {
  await expect(find(undefined, new Workdir().path('none.csv'))).rejects.toMatchObject({ code: 'export_missing' });
});
