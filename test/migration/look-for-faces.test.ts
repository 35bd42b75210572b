import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openArchive } from '../../src/archive.js';
import { MigrateError } from '../../src/errors.js';
import { lookForFaces } from '../../src/migration/look-for-faces.js';
import { Planning } from './planning.js';

const person = (id: string, face: string) => ({ id, verdict: 'yes', face });

test('faces that are missing are known before anything is sent, and looked for again next time', async () => {
  const planning = new Planning();
  const faces = planning.dir.path('faces');
  mkdirSync(faces);
  planning.dir.write('faces/a.jpg', 'any content: nothing is decoded yet');
  await planning.plan({
    'a.ndjson': [person('p1', 'a.jpg'), person('p2', 'b.jpg'), person('p3', '../a.ndjson'), { id: 'p4', verdict: 'yes' }],
  });
  const { totals } = planning.checkpoint;
  const { signal } = new AbortController();

  await lookForFaces(planning.checkpoint, await openArchive(faces), signal);
  expect(totals.remaining()).toMatchObject({ faces: 3, facesFound: 1, facesMissing: 2 });
  expect(
    totals
      .faceCodes()
      .map(({ code, examples }) => [code, examples])
      .sort(),
  ).toEqual([
    ['face_missing', ['2']],
    ['face_outside', ['3']],
  ]);

  planning.dir.write('faces/b.jpg', 'here it is');
  await lookForFaces(planning.checkpoint, await openArchive(faces), signal);
  expect(totals.remaining()).toMatchObject({ faces: 3, facesFound: 2, facesMissing: 1 });
  expect(totals.faceCodes()).toMatchObject([{ code: 'face_outside' }]);
});

test('looking ends when the run is stopped', async () => {
  const planning = new Planning();
  await planning.plan({ 'a.ndjson': [person('p1', 'a.jpg')] });
  const stop = new AbortController();
  stop.abort(new MigrateError('interrupted'));
  const archive = await openArchive(planning.dir.folder);
  await expect(lookForFaces(planning.checkpoint, archive, stop.signal)).rejects.toMatchObject({ code: 'interrupted' });
});
