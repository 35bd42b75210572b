import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Archive, openArchive } from '../../src/archive/index.js';
import { faceSource } from '../../src/faces/index.js';

let folder: string;
let archive: Archive;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faces-'));
  await writeFile(join(folder, 'large.jpg'), Buffer.alloc(300_000, 'x'));
  archive = await openArchive(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const none = { archive: undefined, kept: () => undefined, links: undefined };

test('a file is read from the archive, whole or its beginning', async () => {
  const face = await faceSource({ ...none, archive }).find({ kind: 'file', path: 'large.*' });
  expect(face?.bytes).toBe(300_000);
  expect(await face?.read()).toHaveLength(300_000);
  const beginning = (await face?.beginning(1000))?.length ?? 0;
  expect(beginning).toBeGreaterThanOrEqual(1000);
  expect(beginning).toBeLessThan(300_000);
});

test('an image that the checkpoint keeps is found by its digest', async () => {
  const bytes = Buffer.from('an image');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const source = faceSource({ ...none, kept: (asked) => (asked === sha256 ? bytes : undefined) });
  const face = await source.find({ kind: 'kept', sha256 });
  expect([face?.bytes, await face?.read()]).toEqual([8, bytes]);
  expect(await source.find({ kind: 'kept', sha256: 'another' })).toBeUndefined();
});

test('a link is not fetched before it is read, and not at all where that was not asked for', async () => {
  const asked: string[] = [];
  const links = {
    check: () => undefined,
    fetch: async (link: string) => {
      asked.push(link);
      return Buffer.from('an image');
    },
  };
  const link = { kind: 'link', url: 'https://example.com/a.jpg' } as const;
  const face = await faceSource({ ...none, links }).find(link);
  expect(face?.bytes).toBeUndefined();
  const digest = await face?.digest();
  expect(asked).toEqual([]);
  expect(await face?.read()).toEqual(Buffer.from('an image'));
  expect(asked).toEqual(['https://example.com/a.jpg']);

  const other = await faceSource({ ...none, links }).find({ ...link, url: 'https://example.com/b.jpg' });
  expect(await other?.digest()).not.toBe(digest);
  await expect(faceSource(none).find(link)).rejects.toMatchObject({ code: 'face_needs_fetch' });
});

test('what cannot be an image says why', async () => {
  const reference = { kind: 'unusable', problem: { code: 'face_too_heavy', detail: { limit: 20 } } } as const;
  await expect(faceSource(none).find(reference)).rejects.toMatchObject({ code: 'face_too_heavy', detail: { limit: 20 } });
});

test('without a folder only file names are not covered', async () => {
  const file = { kind: 'file', path: 'a.jpg' } as const;
  const link = { kind: 'link', url: 'https://example.com/a.jpg' } as const;
  expect(faceSource(none).covers([file])).toBe(false);
  expect(faceSource(none).covers([file, link])).toBe(true);
  expect(faceSource({ ...none, archive }).covers([file])).toBe(true);
  expect(await faceSource(none).find(file)).toBeUndefined();
});
