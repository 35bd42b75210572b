import { expect, test } from 'vitest';
import { openArchive } from '../../src/archive.js';
import { digestOfFace } from '../../src/faces/index.js';
import { Workdir } from '../helpers/program.js';

const references = [{ kind: 'file', path: 'one.*' }] as const;

test('another file under the same name has another digest; none where there is none', async () => {
  const dir = new Workdir();
  const archive = await openArchive(dir.folder);
  expect(await digestOfFace(references, archive)).toBeUndefined();
  dir.write('one.png', 'first');
  const first = await digestOfFace(references, archive);
  expect(await digestOfFace(references, archive)).toBe(first);
  dir.write('one.png', 'second');
  expect(await digestOfFace(references, archive)).not.toBe(first);
});

test('a reference that is no file has none', async () => {
  const archive = await openArchive(new Workdir().folder);
  expect(await digestOfFace([{ kind: 'file', path: '../out.jpg' }], archive)).toBeUndefined();
});
