import { expect, test } from 'vitest';
import { digestOfFace } from '../../src/faces/index.js';
import { facesIn } from '../helpers/faces-in.js';
import { Workdir } from '../helpers/program.js';

const references = [{ kind: 'file', path: 'one.*' }] as const;

test('another file under the same name has another digest; none where there is none', async () => {
  const dir = new Workdir();
  const source = await facesIn(dir.folder);
  expect(await digestOfFace(references, source)).toBeUndefined();
  dir.write('one.png', 'first');
  const first = await digestOfFace(references, source);
  expect(await digestOfFace(references, source)).toBe(first);
  dir.write('one.png', 'second');
  expect(await digestOfFace(references, source)).not.toBe(first);
});

test('a reference that is no file has none', async () => {
  const source = await facesIn(new Workdir().folder);
  expect(await digestOfFace([{ kind: 'file', path: '../out.jpg' }], source)).toBeUndefined();
});
