import { mkdirSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import type { FaceCheck } from '../../src/faces/index.js';
import { lookForFaces } from '../../src/migration/look-for-faces.js';
import { reopenFaces } from '../../src/migration/reopen-faces.js';
import { facesIn } from '../helpers/faces-in.js';
import * as images from '../helpers/images.js';
import { Planning } from './planning.js';

const person = (id: string, face: string) => ({ id, verdict: 'yes', face });
const settings = { maxSide: 1280, quality: 85 };
const { signal } = new AbortController();

let planning: Planning;
beforeEach(() => {
  planning = new Planning();
  mkdirSync(planning.dir.path('faces'));
});

const source = () => facesIn(planning.dir.path('faces'));
const look = async (check: FaceCheck) => lookForFaces(planning.checkpoint, await source(), { check, settings, signal });
const put = (name: string, content: string | Buffer) => planning.dir.write(`faces/${name}`, content);
const found = () =>
  Object.fromEntries(planning.checkpoint.totals.faceCodes().map(({ code, examples }) => [code, examples.join(' ')]));

test('faces that are missing are known before anything is sent, and looked for again next time', async () => {
  put('a.jpg', 'any content: nothing is decoded');
  await planning.plan({
    'a.ndjson': [person('p1', 'a.jpg'), person('p2', 'b.jpg'), person('p3', '../a.ndjson'), { id: 'p4', verdict: 'yes' }],
  });
  const { totals } = planning.checkpoint;
  await look('none');
  expect(totals.remaining()).toMatchObject({ faces: 3, facesFound: 1, facesMissing: 2 });
  expect(found()).toEqual({ face_missing: '2', face_outside: '3' });

  put('b.jpg', 'here it is');
  await look('none');
  expect(totals.remaining()).toMatchObject({ faces: 3, facesFound: 2, facesMissing: 1 });
  expect(found()).toEqual({ face_outside: '3' });
});

describe('files that cannot be faces', () => {
  beforeEach(async () => {
    put('good.jpg', await images.portrait(1));
    put('text.jpg', 'not found');
    put('small.jpg', await images.sized(150, 300));
    put('cut.jpg', images.truncated(await images.portrait(2)));
    put('blank.jpg', await images.plain(300, 300));
    put('late-header.tif', await images.portraitAs('tiff', 3));
    put('large.webp', await images.noiseAs('webp', 400));
    const names = ['good.jpg', 'text.jpg', 'small.jpg', 'cut.jpg', 'blank.jpg', 'late-header.tif', 'large.webp'];
    await planning.plan({ 'a.ndjson': names.map((name, index) => person(`p${index + 1}`, name)) });
  });

  test('are told by their headers as far as these tell', async () => {
    await look('header');
    expect(found()).toEqual({ face_not_image: '2', face_too_small: '3' });
    expect(planning.checkpoint.totals.faceCodes().find(({ code }) => code === 'face_not_image')?.detail).toEqual({
      what: 'text',
    });
    expect(planning.checkpoint.totals.faceSizes()).toMatchObject({ files: { count: 5 }, prepared: { count: 0 }, toSend: 0 });
  });

  test('are all told when every image is prepared, and sizes before and after with them', async () => {
    await look('full');
    expect(found()).toEqual({ face_not_image: '2', face_too_small: '3', face_truncated: '4', face_blank: '5' });
    const { files, prepared, toSend } = planning.checkpoint.totals.faceSizes();
    expect([files.count, prepared.count]).toEqual([3, 3]);
    expect(prepared.sum).toBeLessThan(files.sum);
    expect(prepared.max).toBeLessThan(prepared.sum);
    expect(toSend).toBeGreaterThan(prepared.sum * 1.33);
  });
});

describe('an image that different people have', () => {
  const picture = images.portrait(1);
  beforeEach(async () => {
    put('a.jpg', await picture);
    put('copy.jpg', await picture);
    put('other.jpg', await images.portrait(2));
    const rows = [person('p1', 'a.jpg'), person('p2', 'copy.jpg'), person('p3', 'other.jpg'), person('p4', 'a.jpg')];
    await planning.plan({ 'a.ndjson': rows });
  });

  test('is refused for all of them, and they are listed together', async () => {
    await look('header');
    expect(found()).toEqual({ face_shared: '1 2 4' });
    expect(planning.checkpoint.totals.remaining()).toMatchObject({ faces: 1, facesFound: 1 });
  });

  test('is not looked for where nothing but its being there is asked for', async () => {
    await look('none');
    expect(found()).toEqual({});
  });

  test('is told by its picture as well, whatever stands beside it in the file', async () => {
    put('copy.jpg', Buffer.concat([await picture, Buffer.from('Testa Sample')]));
    await look('full');
    expect(found()).toEqual({ face_shared: '1 2 4' });
  });

  test('is taken up again for the last one who has it', async () => {
    await look('header');
    put('a.jpg', await images.portrait(3));
    await reopenFaces(planning.checkpoint, await source(), signal);
    await look('header');
    // p1 and p4 still share theirs; p2 has the first picture alone by now.
    expect(found()).toEqual({ face_shared: '1 4' });
  });
});

test('looking ends when the run is stopped', async () => {
  await planning.plan({ 'a.ndjson': [person('p1', 'a.jpg')] });
  const stop = new AbortController();
  stop.abort(new MigrateError('interrupted'));
  const options = { check: 'none', settings, signal: stop.signal } as const;
  await expect(lookForFaces(planning.checkpoint, await source(), options)).rejects.toMatchObject({ code: 'interrupted' });
});
