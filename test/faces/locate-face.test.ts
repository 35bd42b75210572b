import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Archive, openArchive } from '../../src/archive.js';
import { locateFace } from '../../src/faces/locate-face.js';

let folder: string;
let archive: Archive;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faces-'));
  await writeFile(join(folder, 'selfie.png'), 'never decoded');
  await writeFile(join(folder, 'document.jpg'), 'never decoded');
  archive = await openArchive(folder);
});
afterAll(() => rm(folder, { recursive: true }));

it('takes the first reference that is there', async () => {
  expect(await locate('missing.*', 'selfie.*', 'document.jpg')).toEqual({ found: 'selfie.png' });
});

it('goes on behind a reference that cannot be used', async () => {
  expect(await locate('../selfie.png', 'https://example.com/selfie.png', 'document.jpg')).toEqual({ found: 'document.jpg' });
});

it('says that the image is missing when no reference leads anywhere', async () => {
  expect(await locate('missing.jpg', 'missing.*')).toEqual({ problem: { code: 'face_missing' } });
  expect(await locate()).toEqual({ problem: { code: 'face_missing' } });
});

it('says why a reference cannot be used rather than that another is missing', async () => {
  expect(await locate('missing.jpg', '../selfie.png')).toMatchObject({ problem: { code: 'face_outside' } });
  expect(await locate('https://example.com/selfie.png', '../x.png')).toMatchObject({ problem: { code: 'face_not_file' } });
});

function locate(...paths: string[]) {
  return locateFace(
    paths.map((path) => ({ kind: 'file', path })),
    archive,
  );
}
