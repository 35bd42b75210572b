import { beforeEach, describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { always, once } from '../helpers/faulty-proxy.js';
import { portrait } from '../helpers/images.js';
import { IMPATIENT_MS, Rehearsal, SHOWS_DELETED } from './rehearsal.js';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
  await rehearsal.addFace('one.jpg', 1);
  await rehearsal.addFace('two.jpg', 2);
});

const facesOf = (vendorData: string) => rehearsal.user(vendorData)?.faces.map(({ comment }) => comment);
const marked = expect.stringMatching(/^Imported by didit-migrate [0-9a-f]{16}$/);
const p1 = { vendor_data: 'p1', face: 'one.jpg' };
const p2 = { vendor_data: 'p2', face: 'two.jpg' };

test('each face is uploaded once with its mark, and the list is asked once in a migration', async () => {
  await rehearsal.plan([p1, p2]);
  expect(await rehearsal.run()).toEqual({ calls: { create: 2, upload: 2, 'list faces': 1 } });
  expect([facesOf('p1'), facesOf('p2')]).toEqual([[marked], [marked]]);
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });

  await rehearsal.addFace('three.jpg', 3);
  await rehearsal.plan([{ vendor_data: 'p3', face: 'three.jpg' }]);
  expect(await rehearsal.run()).toEqual({ calls: { create: 1, upload: 1 } });
});

test('a picture that somebody else has is not uploaded again, and both are listed', async () => {
  await rehearsal.plan([p1, p2]);
  await rehearsal.run();
  await rehearsal.plan([{ vendor_data: 'p3', face: 'one.jpg' }]);
  expect(await rehearsal.run()).toEqual({ calls: { create: 1 } });
  expect(rehearsal.result('p3')).toMatchObject({ state: 'partial', faces: 'refused', faceCodes: 'face_shared' });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded', faceCodes: 'face_shared' });
  expect(rehearsal.result('p2')).toMatchObject({ state: 'done', faces: 'uploaded', faceCodes: null });

  await rehearsal.addFace('one.jpg', 3);
  await rehearsal.reopenFaces();
  expect(await rehearsal.run()).toEqual({ calls: { upload: 1 } });
  expect(rehearsal.result('p3')).toMatchObject({ state: 'done', faces: 'uploaded', faceCodes: null });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faceCodes: null });
});

describe('once the list is proven', () => {
  beforeEach(async () => {
    await rehearsal.plan([p1]);
    await rehearsal.run();
    await rehearsal.plan([p2]);
    rehearsal.proxy.misbehave(() => 'pass');
  });

  test.each(['drop after', '500 after', 'hang after'] as const)(
    'an upload that arrived (%s) is found and not sent again',
    async (fault) => {
      if (fault.startsWith('hang')) rehearsal.requestTimeoutMs = IMPATIENT_MS;
      rehearsal.proxy.misbehave(once('upload', fault, 2));
      expect(await rehearsal.run()).toEqual({ calls: { create: 1, upload: 1, 'list faces': 1 } });
      expect(facesOf('p2')).toEqual([marked]);
      expect(rehearsal.result('p2')).toMatchObject({ state: 'done', faces: 'uploaded' });
    },
  );

  test.each(['drop before', '500 before', 'hang before'] as const)('one that never arrived (%s) is sent again', async (fault) => {
    if (fault.startsWith('hang')) rehearsal.requestTimeoutMs = IMPATIENT_MS;
    rehearsal.proxy.misbehave(once('upload', fault, 2));
    // Once more at the end: the first upload might have come late, and be there twice.
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, upload: 2, 'list faces': 2 } });
    expect(facesOf('p2')).toEqual([marked]);
  });

  test('an answer without a uuid is no proof', async () => {
    rehearsal.proxy.misbehave(once('upload', { status: 201, body: {} }, 2));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, upload: 2, 'list faces': 2 } });
    expect(facesOf('p2')).toEqual([marked]);
  });

  test.each([403, 404, 405])('and stays unavailable (%i) to the end of the run, the face is unknown', async (status) => {
    rehearsal.proxy.misbehave(({ call }) => {
      if (call === 'upload') return 'drop after';
      return call === 'list faces' ? { status, body: { detail: 'No.' } } : 'pass';
    });
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 2, upload: 1, 'list faces': 3 } });
    expect(rehearsal.result('p2')).toMatchObject({ state: 'partial', faces: 'unknown', faceCodes: 'face_unproven' });
  });

  test('an upload that was cut off with the run is looked for by the next run before it is sent', async () => {
    const stop = new AbortController();
    rehearsal.proxy.misbehave(({ call }) => {
      if (call === 'upload') stop.abort(new MigrateError('interrupted'));
      return call === 'upload' ? 'drop after' : 'pass';
    });
    expect(await rehearsal.run({ stop })).toEqual({ stopped: 'interrupted', calls: { create: 1, upload: 1 } });
    rehearsal.proxy.misbehave(() => 'pass');
    expect(await rehearsal.run()).toEqual({ calls: { get: 1, 'list faces': 1 } });
    expect(facesOf('p2')).toEqual([marked]);
    expect(rehearsal.result('p2')).toMatchObject({ state: 'done', faces: 'uploaded' });
  });
});

describe('while no list has shown a face of ours', () => {
  beforeEach(() => rehearsal.plan([p1]));

  test('an upload that arrived is found all the same', async () => {
    rehearsal.proxy.misbehave(once('upload', 'drop after'));
    await rehearsal.run();
    expect(facesOf('p1')).toEqual([marked]);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
  });

  test('one that is not in it may have arrived: the face is unknown and not sent again', async () => {
    rehearsal.proxy.misbehave(once('upload', 'drop before'));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 2, upload: 1, 'list faces': 3 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'unknown', faceCodes: 'face_unproven' });
  });

  test('the upload of another face proves the list, and the one in doubt is settled by the end of the run', async () => {
    await rehearsal.plan([p1, p2]);
    rehearsal.proxy.misbehave(once('upload', 'drop before'));
    await rehearsal.run();
    expect([facesOf('p1'), facesOf('p2')]).toEqual([[marked], [marked]]);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
  });

  test('a list that does not show the first face is not relied on', async () => {
    rehearsal.proxy.misbehave(always('list faces', { status: 200, body: [] }));
    await rehearsal.run();
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });

    await rehearsal.plan([p2]);
    rehearsal.proxy.misbehave(({ call }) => {
      if (call === 'upload') return 'drop before';
      return call === 'list faces' ? { status: 200, body: [] } : 'pass';
    });
    await rehearsal.run();
    expect(rehearsal.result('p2')).toMatchObject({ state: 'partial', faces: 'unknown' });
  });
});

describe('a user that was there before', () => {
  test('keeps the face that a migration with a lost checkpoint has uploaded', async () => {
    await rehearsal.plan([p1]);
    await rehearsal.run();
    rehearsal.beginAgain();
    await rehearsal.plan([p1]);
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 1, 'list faces': 1 } });
    expect(facesOf('p1')).toEqual([marked]);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', origin: 'existing', faces: 'uploaded' });
  });

  const foreign = () => rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1' });

  test('gets its face beside those it has', async () => {
    await foreign();
    const image = (await portrait(9)).toString('base64');
    await rehearsal.elsewhere('POST', `${rehearsal.facesPath('p1')}upload/`, { image, comment: 'theirs' });
    await rehearsal.plan([p1]);
    await rehearsal.run();
    expect(facesOf('p1')).toEqual(['theirs', marked]);
  });

  test('with five faces gets no sixth', async () => {
    await foreign();
    const image = (await portrait(9)).toString('base64');
    for (let face = 1; face <= 5; face += 1) await rehearsal.elsewhere('POST', `${rehearsal.facesPath('p1')}upload/`, { image });
    await rehearsal.plan([p1]);
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 1, 'list faces': 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'refused', faceCodes: 'face_limit' });
  });

  test('gets none where its list cannot be read', async () => {
    await foreign();
    await rehearsal.plan([p1]);
    rehearsal.proxy.misbehave(always('list faces', { status: 404, body: { detail: 'Not found.' } }));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, get: 3, 'list faces': 3 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'unknown', faceCodes: 'face_list_unavailable' });
  });

  test('gets none under skip, in this run or in a later one', async () => {
    await foreign();
    await rehearsal.plan([p1]);
    expect(await rehearsal.run({ onExisting: 'skip' })).toEqual({ calls: { create: 1, get: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', origin: 'existing' });
    expect(await rehearsal.run({ onExisting: 'skip' })).toEqual({ calls: {} });
    expect(facesOf('p1')).toEqual([]);
  });
});

describe('a face that cannot be used', () => {
  test('because Didit refuses it leaves the user as it should be', async () => {
    await rehearsal.plan([p1]);
    rehearsal.proxy.misbehave(always('upload', { status: 400, body: { image: ['No face detected.'] } }));
    expect(await rehearsal.run()).toEqual({ calls: { create: 1, upload: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'refused', faceCodes: 'face_rejected' });
    expect(rehearsal.user('p1')?.status).toBe('ACTIVE');
    expect(await rehearsal.run()).toEqual({ calls: {} });
  });

  test.each([
    ['nobody.jpg', 'face_missing'],
    ['../one.jpg', 'face_outside'],
    ['text.jpg', 'face_not_image'],
  ])('because it is no image under --faces (%s) costs no request', async (face, code) => {
    rehearsal.addFile('faces/text.jpg', 'no image');
    await rehearsal.plan([{ vendor_data: 'p1', face }]);
    expect(await rehearsal.run()).toEqual({ calls: { create: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'refused', faceCodes: code });
  });
});

test.each([403, 404, 405])('a key that may not upload faces (%i) stops the run, and a better one goes on', async (status) => {
  await rehearsal.plan([p1]);
  rehearsal.proxy.misbehave(always('upload', { status, body: { detail: 'No.' } }));
  expect(await rehearsal.run()).toEqual({ stopped: 'faces_refused', calls: { create: 1, upload: 1, get: 1 } });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'in progress', faces: 'pending', faceCodes: null });

  rehearsal.proxy.misbehave(() => 'pass');
  expect(await rehearsal.run()).toEqual({ calls: { get: 1, upload: 1, 'list faces': 1 } });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
});

// Where deleted users are shown, a first face that is refused looks like a route that is not there, which stops the run.
test.skipIf(SHOWS_DELETED)('a user that was deleted before its face came fails alone', async () => {
  await rehearsal.plan([p1]);
  rehearsal.proxy.misbehave(async ({ call }) => {
    if (call === 'upload') await rehearsal.elsewhere('POST', '/v3/users/delete/', { vendor_data_list: ['p1'] });
    return 'pass' as const;
  });
  expect(await rehearsal.run()).toEqual({ calls: { create: 1, upload: 1, get: 1 } });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'user_gone' });
});

test('a user that was deleted and is still shown fails alone where another face has gone through', async () => {
  await rehearsal.addFace('q.jpg', 2);
  await rehearsal.plan([{ vendor_data: 'p0', face: 'q.jpg' }, p1]);
  rehearsal.proxy.misbehave(({ call, nth }) =>
    call === 'upload' && nth === 2 ? { status: 404, body: { detail: 'Not found.' } } : 'pass',
  );
  expect(await rehearsal.run({ concurrency: 1 })).toMatchObject({ calls: { create: 2, upload: 2, get: 1 } });
  expect(rehearsal.result('p0')).toMatchObject({ state: 'done' });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'user_gone' });
});

test('a run without faces leaves them for a later one, which uploads them and nothing else', async () => {
  await rehearsal.plan([p1]);
  expect(await rehearsal.run({ faces: 'off' })).toEqual({ calls: { create: 1 } });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'pending' });
  expect(await rehearsal.run()).toEqual({ calls: { upload: 1, 'list faces': 1 } });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
});
