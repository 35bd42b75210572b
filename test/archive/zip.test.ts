import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { type Archive, openArchive } from '../../src/archive/archive.js';
import { MigrateError } from '../../src/errors.js';
import { collect } from '../helpers/collect.js';
import { type ZipEntry, zipOf } from '../helpers/zip.js';

let base: string;
const opened: Archive[] = [];
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'zip-'));
});
afterEach(async () => {
  for (const archive of opened.splice(0)) await archive.close();
  await rm(base, { recursive: true });
});

const PAIR = [
  { name: 'one.jpg', content: 'one' },
  { name: 'album/two.PNG', content: 'two!', method: 0 },
];

describe('a zip', () => {
  it('finds and reads its members by name, packed or stored, in any order and at the same time', async () => {
    const archive = await open(PAIR);
    expect(await archive.find('album/two.*')).toEqual({ name: 'album/two.PNG', size: 4 });
    expect(await archive.find('./album/../one.jpg')).toEqual({ name: 'one.jpg', size: 3 });
    const texts = await Promise.all(
      ['album/two.PNG', 'one.jpg', 'album/two.PNG'].map(async (name) => `${await archive.read(name)}`),
    );
    expect(texts).toEqual(['two!', 'one', 'two!']);
    expect(await text(await archive.stream('one.jpg'))).toBe('one');
    expect(await archive.find('three.*')).toBeUndefined();
    await expect(archive.read('three.jpg')).rejects.toMatchObject({ code: 'face_missing' });
  });

  it('lists its files without folders and what macOS adds', async () => {
    const litter = [{ name: 'album/' }, { name: '__MACOSX/album/._two.PNG' }, { name: 'album/.DS_Store' }];
    const archive = await open([...litter, ...PAIR]);
    const members = [
      { name: 'one.jpg', size: 3 },
      { name: 'album/two.PNG', size: 4 },
    ];
    expect(await collect(archive.members())).toEqual(members);
    expect(await collect(archive.members())).toEqual(members);
  });

  it('may be searched without the folder that all its members share', async () => {
    const archive = await open([
      { name: '__MACOSX/._x' },
      { name: 'export/images/a/one.jpg', content: 'one' },
      { name: 'export/images/b/one.jpg', content: 'another' },
    ]);
    for (const path of ['a/one.*', 'images/a/one.jpg', 'EXPORT/images/a/one.jpg'])
      expect(await archive.find(path)).toEqual({ name: 'export/images/a/one.jpg', size: 3 });
    expect(await archive.find('one.jpg')).toBeUndefined();
  });

  it('is not searched for the only file of that base name: in the folder of one person it would be taken for another', async () => {
    const archive = await open([{ name: 'p1/selfie.jpg' }, { name: 'p2/document.jpg' }]);
    expect(await archive.find('p2/selfie.*')).toBeUndefined();
  });

  it('compares names composed, and then without case, and refuses to choose between several', async () => {
    const archive = await open([
      { name: 'Zoë.jpg'.normalize('NFD'), content: 'zoë' },
      { name: 'ann.jpg', content: 'ann' },
      { name: 'Ann.png', content: 'another' },
      { name: 'twice.jpg', content: 'one' },
      { name: 'twice.jpg', content: 'two' },
    ]);
    expect(await archive.find('zoë.*'.normalize('NFC'))).toEqual({ name: 'Zoë.jpg'.normalize('NFD'), size: 4 });
    expect(await archive.find('ann.*')).toEqual({ name: 'ann.jpg', size: 3 });
    expect(await archive.find('Ann.*')).toEqual({ name: 'Ann.png', size: 7 });
    for (const path of ['ANN.*', 'twice.jpg']) await expect(archive.find(path)).rejects.toMatchObject({ code: 'face_ambiguous' });
  });

  it.each([
    ['UTF-8 with the flag that says so', Buffer.from('Zoë.jpg'), 0x800],
    ['UTF-8 without it, as macOS writes', Buffer.from('Zoë.jpg'), 0],
    ['code page 437', Buffer.from('Zo\x89.jpg', 'latin1'), 0],
  ])('reads names in %s', async (_, name, flags) => {
    const archive = await open([{ name, flags }]);
    expect(await archive.find('Zoë.*')).toMatchObject({ name: 'Zoë.jpg' });
  });

  it('in the zip64 form, as large ones are, is read the same', async () => {
    const archive = await keep(openArchive(await file(zipOf(PAIR, 'zip64'))));
    expect((await archive.read('one.jpg')).toString()).toBe('one');
    expect(await archive.find('album/two.*')).toEqual({ name: 'album/two.PNG', size: 4 });
  });
});

describe('names that would lead out of the folder if a zip were unpacked', () => {
  const names = ['../up.jpg', '/etc/root.jpg', 'C:\\windows.jpg', 'nul\0.jpg', 'plain.jpg'];
  it('are listed as they are, and cannot be asked for', async () => {
    const archive = await open(names.map((name) => ({ name })));
    const listed = ['../up.jpg', '/etc/root.jpg', 'C:/windows.jpg', 'nul\0.jpg', 'plain.jpg'];
    expect((await collect(archive.members())).map(({ name }) => name)).toEqual(listed);
    for (const name of listed.slice(0, 4)) await expect(archive.find(name)).rejects.toMatchObject({ code: 'face_outside' });
    expect(await archive.find('plain.*')).toMatchObject({ name: 'plain.jpg' });
  });
});

describe('a member that cannot be read does not spoil the others', () => {
  it.each([
    ['encrypted', { flags: 1 }, 'zip_encrypted'],
    ['packed by deflate64', { method: 9 }, 'zip_method'],
    ['packed by LZMA', { method: 14 }, 'zip_method'],
    ['announced with 50 GB', { size: 0xfffffffe }, 'face_too_heavy'],
  ])('%s', async (_, lie, code) => {
    const archive = await open([{ name: 'bad.jpg', content: 'bad', ...lie }, ...PAIR]);
    await expect(archive.find('bad.*')).rejects.toMatchObject({ code });
    await expect(archive.read('bad.jpg')).rejects.toMatchObject({ code });
    expect((await archive.read('one.jpg')).toString()).toBe('one');
  });

  it.each([
    ['with fewer bytes than announced', { size: 10 }],
    ['with more bytes than announced', { size: 1 }],
    ['with other bytes than announced', { crc: 1 }],
    ['that was never deflated', { method: 0, size: 3, content: 'b' }],
  ])('%s', async (_, lie) => {
    const archive = await open([{ name: 'bad.jpg', content: 'bad', ...lie }, ...PAIR]);
    await expect(archive.read('bad.jpg')).rejects.toMatchObject({ code: 'face_broken' });
    await expect(archive.stream('bad.jpg').then(buffer)).rejects.toThrow('The zip is damaged.');
    expect((await archive.read('one.jpg')).toString()).toBe('one');
  });
});

test('a bomb is refused at the first bytes beyond what it announced', async () => {
  const zeros = deflateRawSync(Buffer.alloc(400_000_000));
  const before = process.resourceUsage().maxRSS;
  const archive = await keep(openArchive(await file(bomb(zeros, 1000))));
  const begun = performance.now();
  await expect(archive.read('bomb.jpg')).rejects.toMatchObject({ code: 'face_broken' });
  expect(performance.now() - begun).toBeLessThan(1000);
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(50_000);
});

test('a zip that was cut off or overwritten anywhere is an error of the zip or of a member, and nothing hangs', async () => {
  const whole = zipOf(PAIR);
  const damage = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255), cut: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, byte, cut }) => {
      const bytes = cut ? whole.subarray(0, at) : Buffer.from(whole);
      if (!cut) bytes[at] = byte;
      const archive = await openArchive(await file(bytes)).catch(expectMigrateError);
      if (!archive) return;
      for (const name of ['one.jpg', 'album/two.PNG']) {
        const read = await archive.read(name).catch(expectMigrateError);
        if (read) expect(read.toString()).toBe(name === 'one.jpg' ? 'one' : 'two!');
      }
      await archive.close();
    }),
    { numRuns: 300 },
  );
});

function expectMigrateError(error: unknown): undefined {
  expect(error).toBeInstanceOf(MigrateError);
}

/** Claims so many bytes for deflated bytes that are many more. */
function bomb(deflated: Buffer, size: number): Buffer {
  const zip = zipOf([{ name: 'bomb.jpg', content: deflated, method: 0, size, crc: crc32(Buffer.alloc(size)) }]);
  zip.writeUInt16LE(8, 8);
  zip.writeUInt16LE(8, zip.lastIndexOf('PK\x01\x02') + 10);
  return zip;
}

async function file(bytes: Buffer): Promise<string> {
  const path = join(base, 'faces.zip');
  await writeFile(path, bytes);
  return path;
}

async function open(entries: readonly ZipEntry[]): Promise<Archive> {
  return keep(openArchive(await file(zipOf(entries))));
}

async function keep(opening: Promise<Archive>): Promise<Archive> {
  const archive = await opening;
  opened.push(archive);
  return archive;
}
