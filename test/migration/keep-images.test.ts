import { expect, test } from 'vitest';
import { keepImages } from '../../src/migration/keep-images.js';

const image = Buffer.from('not a picture, but bytes');
const base64 = image.toString('base64');

test('an image is taken out of the record wherever it stands, and a mark is left', () => {
  const uri = `data:image/png;base64,${base64}`;
  const fields = { id: 'p1', photo: ` ${uri}\n`, more: [{ photo: uri }, 7, null], note: 'a photo' };
  const {
    faces,
    fields: rest,
    images,
  } = keepImages(
    [
      { kind: 'inline', data: uri },
      { kind: 'file', path: 'a.jpg' },
    ],
    fields,
  );
  expect(images.map(({ bytes }) => bytes)).toEqual([image]);
  const [kept] = faces;
  if (kept?.kind !== 'kept') throw new Error('It is kept.');
  const mark = `didit-migrate:image:${kept.sha256}`;
  expect(faces).toEqual([
    { kind: 'kept', sha256: images[0]?.sha256 },
    { kind: 'file', path: 'a.jpg' },
  ]);
  expect(rest).toEqual({ id: 'p1', photo: mark, more: [{ photo: mark }, 7, null], note: 'a photo' });
});

test('also where the template has put the prefix before it', () => {
  const { fields } = keepImages([{ kind: 'inline', data: `data:;base64,${base64}` }], { photo: base64 });
  expect(fields).toEqual({ photo: expect.stringMatching(/^didit-migrate:image:[0-9a-f]{64}$/) });
});

test('what cannot be decoded stays in the record, and the reference says what is wrong', () => {
  const fields = { photo: 'data:image/png;base64,A' };
  const kept = keepImages([{ kind: 'inline', data: fields.photo }], fields);
  const problem = { code: 'face_not_base64', detail: {} };
  expect(kept).toEqual({ faces: [{ kind: 'unusable', problem }], fields, images: [] });
});
