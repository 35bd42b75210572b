import { closeSync, openSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openZipFile } from '../../src/archive/zip-file.js';
import { collect } from '../helpers/collect.js';
import { Workdir } from '../helpers/program.js';
import { zipOf } from '../helpers/zip.js';

const ZIP = zipOf([{ name: 'b/2.json', content: 'two' }, { name: 'b/' }, { name: '1.json', content: 'one', method: 0 }]);

test('a zip is read by its path or by a descriptor, which stays open', async () => {
  const path = new Workdir().write('a.zip', ZIP);
  const descriptor = openSync(path, 'r');
  for (const file of [path, descriptor, descriptor]) {
    const zip = await openZipFile(file);
    const members = await collect(zip.members());
    expect(members.map(({ name, size }) => `${name} ${size}`)).toEqual(['b/2.json 3', '1.json 3']);
    const contents = members.map(async (member) => (await buffer(zip.chunks(member))).toString());
    expect(await Promise.all(contents)).toEqual(['two', 'one']);
    zip.close();
  }
  closeSync(descriptor);
});

test('a member may be left in the middle', async () => {
  const zip = await openZipFile(new Workdir().write('a.zip', zipOf([{ name: 'a', content: Buffer.alloc(1_000_000) }])));
  const [member] = await collect(zip.members());
  if (!member) throw new Error('The zip has a member.');
  for await (const _ of zip.chunks(member)) break;
  expect((await buffer(zip.chunks(member))).length).toBe(1_000_000);
  zip.close();
});

test('members are read side by side, and each may be left in the middle', async () => {
  const contents = Array.from({ length: 20 }, (_, n) => ({ name: `${n}`, content: Buffer.alloc(300_000, n), method: 0 }));
  const zip = await openZipFile(new Workdir().write('a.zip', zipOf(contents)));
  const members = await collect(zip.members());
  const first = members.map(async (member) => {
    for await (const chunk of zip.chunks(member)) return chunk[0];
    return undefined;
  });
  expect(await Promise.all(first)).toEqual(members.map(({ name }) => Number(name)));
  zip.close();
});

test('a table of contents that is cut off is an error, never a shorter list', async () => {
  const dir = new Workdir();
  for (let end = 0; end < ZIP.length; end += 1) {
    const opened = openZipFile(dir.write('a.zip', ZIP.subarray(0, end))).then((zip) => collect(zip.members()));
    await expect(opened, `${end} bytes`).rejects.toMatchObject({ failure: 'damaged' });
  }
});
