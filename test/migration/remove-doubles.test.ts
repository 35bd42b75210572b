import { beforeEach, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { Rehearsal } from './rehearsal.js';

const p1 = { vendor_data: 'p1', face: 'one.jpg' };
const p2 = { vendor_data: 'p2', face: 'two.jpg' };

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
  await rehearsal.addFace('one.jpg', 1);
  await rehearsal.addFace('two.jpg', 2);
  // The list has proven itself.
  await rehearsal.plan([p1]);
  await rehearsal.run();
  await rehearsal.plan([p2]);
});

/** The first upload is lost and arrives after the second one that took its place. */
async function lateTwin(
  removal: 'works' | 'is refused' = 'works',
  first: 'sent now' | 'sent before' = 'sent now',
): Promise<void> {
  let lost = first === 'sent before';
  rehearsal.proxy.misbehave(async ({ call, method }) => {
    if (method === 'DELETE' && removal === 'is refused') return { status: 403, body: { detail: 'No.' } };
    if (call === 'upload' && !lost) {
      lost = true;
      return 'drop before';
    }
    // Just before the last look at the list, the lost one comes in after all.
    const [face] = rehearsal.user('p2')?.faces ?? [];
    if (call === 'list faces' && face && rehearsal.user('p2')?.faces.length === 1) {
      const image = Buffer.from(face.bytes).toString('base64');
      await rehearsal.elsewhere('POST', `${rehearsal.facesPath('p2')}upload/`, { image, comment: face.comment });
    }
    return 'pass';
  });
}

test('a face that arrived twice after all is there once at the end of the run', async () => {
  await lateTwin();
  const { calls } = await rehearsal.run();
  expect(calls).toMatchObject({ upload: 2, 'list faces': 2 });
  expect(rehearsal.user('p2')?.faces).toHaveLength(1);
  expect(rehearsal.result('p2')).toMatchObject({ state: 'done', faces: 'uploaded' });
  expect(await rehearsal.run()).toEqual({ calls: {} });
});

test('a first upload that arrives after an interrupted run and a second upload leaves one face as well', async () => {
  const stop = new AbortController();
  let lost = false;
  rehearsal.proxy.misbehave(({ call }) => {
    if (call === 'upload' && !lost) {
      lost = true;
      return 'drop before';
    }
    if (call === 'list faces') stop.abort(new MigrateError('interrupted'));
    return 'pass';
  });
  expect(await rehearsal.run({ stop })).toMatchObject({ stopped: 'interrupted', calls: { upload: 1 } });
  await lateTwin('works', 'sent before');
  await rehearsal.run();
  expect(rehearsal.user('p2')?.faces).toHaveLength(1);
  expect(rehearsal.result('p2')).toMatchObject({ state: 'done', faces: 'uploaded' });
});

test('where it cannot be taken away, a human is told', async () => {
  await lateTwin('is refused');
  await rehearsal.run();
  expect(rehearsal.result('p2')).toMatchObject({ state: 'partial', faceCodes: 'face_doubled' });
});

test('faces of others are never taken away', async () => {
  rehearsal.proxy.misbehave(() => 'pass');
  await rehearsal.run();
  const image = Buffer.from(rehearsal.user('p2')?.faces[0]?.bytes ?? []).toString('base64');
  await rehearsal.elsewhere('POST', `${rehearsal.facesPath('p2')}upload/`, { image, comment: 'by an operator' });
  rehearsal.checkpoint.faces.doubt(2);
  await rehearsal.run();
  expect(rehearsal.user('p2')?.faces.map(({ comment }) => comment)).toContain('by an operator');
  expect(rehearsal.user('p2')?.faces).toHaveLength(2);
});
