import { mkdirSync, renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fingerprintOf } from '../../src/read/fingerprint.js';
import { sourceAt } from '../../src/read/source.js';
import { Workdir } from '../helpers/program.js';
import { zipOf } from '../helpers/zip.js';
import { readExport } from './read-export.js';

const print = async (path: string) => fingerprintOf(await sourceAt(path));

function folder(): Workdir {
  const dir = new Workdir();
  mkdirSync(dir.path('people'));
  dir.write('people/a.json', '{"id":1}');
  dir.write('people/b.json', '{"id":2}');
  return dir;
}

test('an export has the same fingerprint whether it is read or only looked at', async () => {
  const dir = folder();
  dir.write('people/c.json', '{"id":');
  dir.write('people/d.zip', zipOf([{ name: 'x.json', content: '{"id":4}', crc: 1 }]));
  for (const path of [
    dir.path('people'),
    dir.write('a.csv', 'id\n1\n'),
    dir.write('a.zip', zipOf([{ name: 'a.csv', content: 'id\n1\n' }])),
  ]) {
    const { open, error } = await readExport(path);
    expect(error).toBeUndefined();
    expect(open?.fingerprint()).toEqual(await print(path));
  }
});

test('a folder, its zip, and the folder with images and another name are the same export', async () => {
  const dir = folder();
  const before = await print(dir.path('people'));
  expect(before.bytes).toBe(16);
  dir.write('people/a.jpg', 'x');
  renameSync(dir.path('people'), dir.path('persons'));
  expect(await print(dir.path('persons'))).toEqual(before);
  const zip = zipOf([
    { name: 'x/b.json', content: '{"id":2}' },
    { name: 'x/a.json', content: '{"id":1}' },
  ]);
  expect(await print(dir.write('people.zip', zip))).toEqual(before);
});

test('other bytes and another order are another export', async () => {
  const dir = folder();
  const before = await print(dir.path('people'));
  renameSync(dir.path('people/a.json'), dir.path('people/c.json'));
  const turned = await print(dir.path('people'));
  dir.write('people/b.json', '{"id":3}');
  expect(new Set([before.sha256, turned.sha256, (await print(dir.path('people'))).sha256]).size).toBe(3);
});
