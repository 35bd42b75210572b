import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listMappings, loadMapping } from '../../src/mapping/load.js';

const BUILT_IN = new URL('../../mappings', import.meta.url).pathname;
const TEXT = 'provider: acme\nshapes: [{name: a, detect: [id], user: {vendor_data: id}, status: [{always: ACTIVE}]}]\n';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapping-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

test('the built-in mappings are listed and load by name', async () => {
  const names = await listMappings(BUILT_IN);
  expect(names).toEqual(expect.arrayContaining(['generic', 'sumsub']));
  for (const name of names) expect(await loadMapping(name, BUILT_IN)).toMatchObject({ name, wantsFaces: true });
});

test('a file of one’s own loads by its path', async () => {
  const ours = await file('ours.yaml', TEXT);
  expect(await loadMapping(ours, BUILT_IN)).toMatchObject({
    name: 'ours',
    file: ours,
    provider: 'acme',
    recordPaths: ['$'],
    wantsFaces: false,
  });
});

test('the hash knows what a mapping says and not how it is laid out', async () => {
  const hashOf = async (name: string, text: string) => (await loadMapping(await file(name, text), BUILT_IN)).hash;
  const hash = await hashOf('a.yaml', TEXT);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOf('b.yaml', `# a comment\n${TEXT.replace('[id]', '[\n id ]')}`)).toBe(hash);
  expect(await hashOf('c.yaml', TEXT.replace('acme', 'other'))).not.toBe(hash);
});

test('a name that nothing has is refused, and the known names are given', async () => {
  await expect(loadMapping('nobody', BUILT_IN)).rejects.toMatchObject({
    code: 'mapping_missing',
    detail: { name: 'nobody', known: (await listMappings(BUILT_IN)).join(', ') },
  });
});

test('a broken file and a folder are refused by their path', async () => {
  const broken = await file('broken.yaml', 'provider: acme\n');
  await expect(loadMapping(broken, BUILT_IN)).rejects.toMatchObject({
    code: 'mapping_invalid',
    detail: { file: broken, problems: `${broken}:1: shapes: Invalid input: expected array, received undefined` },
  });
  await expect(loadMapping(folder, BUILT_IN)).rejects.toMatchObject({
    code: 'mapping_invalid',
    message: expect.stringContaining('EISDIR'),
  });
});

test('a mapping extends another by its name, or by its file beside it', async () => {
  await file('base.yaml', TEXT);
  const ours = await file('ours.yaml', 'extends: base.yaml\nprovider: ours\n');
  expect(await loadMapping(ours, BUILT_IN)).toMatchObject({ name: 'ours', provider: 'ours' });
  const strict = await file('generic.yaml', `extends: generic\nshapes: [{name: "Didit's own fields", faces: null}]\n`);
  expect(await loadMapping(strict, BUILT_IN)).toMatchObject({ provider: 'generic', wantsFaces: false });
});

test('the hash knows what the extended mapping says', async () => {
  const ours = await file('ours.yaml', 'extends: base.yaml\n');
  await file('base.yaml', TEXT);
  const { hash } = await loadMapping(ours, BUILT_IN);
  await file('base.yaml', TEXT.replace('acme', 'other'));
  expect((await loadMapping(ours, BUILT_IN)).hash).not.toBe(hash);
});

test('an unknown base and a circle are refused at the line that names them', async () => {
  const lost = await file('lost.yaml', '# lost\nextends: nobody\n');
  await expect(loadMapping(lost, BUILT_IN)).rejects.toMatchObject({
    code: 'mapping_invalid',
    detail: {
      problems: `${lost}:2: extends: There is no mapping called nobody, and no file of that name. Built in: ${(await listMappings(BUILT_IN)).join(', ')}`,
    },
  });
  const one = await file('one.yaml', 'extends: two.yaml\n');
  const two = await file('two.yaml', 'extends: one.yaml\n');
  await expect(loadMapping(one, BUILT_IN)).rejects.toMatchObject({
    detail: { problems: `${two}:1: extends: goes round in a circle: one.yaml → two.yaml → one.yaml` },
  });
});
