import { beforeEach, describe, expect, test } from 'vitest';
import { lookForFaces } from '../../src/migration/look-for-faces.js';
import type { FaceReference } from '../../src/model.js';
import { once } from '../helpers/faulty-proxy.js';
import { portrait } from '../helpers/images.js';
import { Rehearsal } from './rehearsal.js';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
  for (const seed of [1, 2, 3, 4, 5, 6]) await rehearsal.addFace(`${seed}.jpg`, seed);
  await rehearsal.addFace('1-again.jpg', 1);
  rehearsal.addFile('faces/text.jpg', 'no image');
});

const facesOf = (vendorData: string) => rehearsal.user(vendorData)?.faces.length;

/** One person who may be found under each of the names. */
async function plan(most: number, ...names: string[]): Promise<void> {
  await rehearsal.plan([{ vendor_data: 'p1', face: 'any.jpg' }]);
  const references: FaceReference[] = names.map((path) => ({ kind: 'file', path }));
  rehearsal.checkpoint.database.run('UPDATE faces SET reference = ?', [JSON.stringify(references)]);
  rehearsal.checkpoint.faces.allow(most);
}

test('one is uploaded unless more are asked for, and another stands in for one that will not do', async () => {
  await plan(1, 'nowhere.jpg', 'text.jpg', '2.jpg', '3.jpg');
  expect(await rehearsal.run()).toEqual({ calls: { create: 1, upload: 1, 'list faces': 1 } });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded', faceCodes: null });
});

test('as many as are asked for are uploaded, the first that will do, each picture once', async () => {
  await plan(3, '1.jpg', 'text.jpg', '1-again.jpg', 'nowhere.jpg', '2.jpg', '3.jpg', '4.jpg');
  expect(await rehearsal.run()).toEqual({ calls: { create: 1, upload: 3, 'list faces': 1 } });
  expect(facesOf('p1')).toBe(3);
  expect(new Set(rehearsal.user('p1')?.faces.map(({ comment }) => comment)).size).toBe(3);
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded uploaded uploaded' });
});

test('who has fewer than were asked for is done with these', async () => {
  await plan(5, '1.jpg', 'nowhere.jpg', 'text.jpg', '2.jpg');
  await rehearsal.run();
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded uploaded', faceCodes: null });
});

test('who has none is told so once', async () => {
  await plan(5, 'nowhere.jpg', 'text.jpg');
  await rehearsal.run();
  expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'refused', faceCodes: 'face_not_image' });
});

test('the plan says how many there are to upload, and more or fewer may be asked for until they are', async () => {
  await plan(3, '1.jpg', 'nowhere.jpg', '2.jpg');
  const look = async () => {
    const options = { check: 'header', settings: { maxSide: 1280, quality: 85 }, signal: new AbortController().signal } as const;
    await lookForFaces(rehearsal.checkpoint, await rehearsal.faces(), options);
    return rehearsal.checkpoint.totals.remaining();
  };
  expect(await look()).toMatchObject({ faces: 2, facesFound: 2, facesMissing: 0 });
  rehearsal.checkpoint.faces.allow(1);
  expect(await look()).toMatchObject({ faces: 1, facesFound: 1 });
  rehearsal.checkpoint.faces.allow(5);
  expect(await look()).toMatchObject({ faces: 2, facesFound: 2 });
});

describe('a second face whose upload was not answered', () => {
  test.each(['drop after', 'drop before'] as const)('(%s) is there once, beside the first', async (fault) => {
    await plan(2, '1.jpg', '2.jpg');
    rehearsal.proxy.misbehave(once('upload', fault, 2));
    await rehearsal.run();
    expect(facesOf('p1')).toBe(2);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded uploaded' });
  });
});

describe('a user that was there before', () => {
  const image = async (seed: number) => (await portrait(seed)).toString('base64');
  beforeEach(() => rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1' }));
  const already = async (count: number) => {
    for (let seed = 11; seed < 11 + count; seed += 1)
      await rehearsal.elsewhere('POST', `${rehearsal.facesPath('p1')}upload/`, { image: await image(seed) });
  };

  test('never gets a sixth', async () => {
    await already(3);
    await plan(4, '1.jpg', '2.jpg', '3.jpg', '4.jpg');
    await rehearsal.run();
    expect(facesOf('p1')).toBe(5);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'uploaded uploaded refused refused' });
    expect(rehearsal.result('p1')?.faceCodes).toBe('face_limit face_limit');
  });

  test('keeps those that a migration with a lost checkpoint has uploaded, and gets the others', async () => {
    await plan(2, '1.jpg', '2.jpg');
    await rehearsal.run();
    rehearsal.beginAgain();
    await plan(3, '1.jpg', '2.jpg', '3.jpg');
    expect(await rehearsal.run()).toMatchObject({ calls: { upload: 1 } });
    expect(facesOf('p1')).toBe(3);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded uploaded uploaded' });
  });

  test('with four of ours and one of others is full', async () => {
    await already(1);
    await plan(5, '1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg');
    await rehearsal.run();
    expect(facesOf('p1')).toBe(5);
  });
});
