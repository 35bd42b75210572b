import { beforeEach, expect, test } from 'vitest';
import { once } from '../helpers/faulty-proxy.js';
import { Rehearsal } from './rehearsal.js';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
});

test('a face that was missing is uploaded once its file is there, and costs nothing until then', async () => {
  await rehearsal.plan([{ vendor_data: 'p1', face: 'one.jpg' }]);
  await rehearsal.run();
  expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faceCodes: 'face_missing' });

  await rehearsal.reopenFaces();
  expect(await rehearsal.run()).toEqual({ calls: {} });

  await rehearsal.addFace('one.jpg');
  await rehearsal.reopenFaces();
  expect(await rehearsal.run()).toEqual({ calls: { upload: 1, 'list faces': 1 } });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
});

test('a face that Didit refused is sent again only when another file stands under its name', async () => {
  await rehearsal.addFace('one.jpg', 1);
  await rehearsal.plan([{ vendor_data: 'p1', face: 'one.jpg' }]);
  rehearsal.proxy.misbehave(once('upload', { status: 400, body: { image: ['No face.'] } }));
  await rehearsal.run();
  expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faceCodes: 'face_rejected' });

  await rehearsal.reopenFaces();
  expect(await rehearsal.run()).toEqual({ calls: {} });

  await rehearsal.addFace('one.jpg', 2);
  await rehearsal.reopenFaces();
  await rehearsal.run();
  expect(rehearsal.user('p1')?.faces).toHaveLength(1);
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
});

test('a later export that names another file replaces a face that was refused', async () => {
  await rehearsal.addFile('faces/text.jpg', 'This is no image.');
  await rehearsal.plan([{ vendor_data: 'p1', face: 'text.jpg' }]);
  await rehearsal.run();
  await rehearsal.addFace('good.jpg');
  await rehearsal.plan([{ vendor_data: 'p1', face: 'good.jpg' }]);
  await rehearsal.run();
  expect(rehearsal.user('p1')?.faces).toHaveLength(1);
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
});

test('an unknown face is looked for again, and settled when the list can be read', async () => {
  await rehearsal.addFace('one.jpg');
  await rehearsal.plan([{ vendor_data: 'p1', face: 'one.jpg' }]);
  rehearsal.proxy.misbehave(({ call }) => {
    if (call === 'list faces') return { status: 404, body: { detail: 'Not found.' } };
    return call === 'upload' ? 'drop after' : 'pass';
  });
  await rehearsal.run();
  expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faceCodes: 'face_unproven' });

  rehearsal.proxy.misbehave(() => 'pass');
  await rehearsal.reopenFaces();
  expect(await rehearsal.run()).toEqual({ calls: { 'list faces': 1 } });
  expect(rehearsal.user('p1')?.faces).toHaveLength(1);
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
});
