import { beforeEach, expect, test } from 'vitest';
import type { Checkpoint } from '../../src/checkpoint/index.js';
import { freshCheckpoint, planRecords, withFace } from './records.js';

let checkpoint: Checkpoint;
beforeEach(() => {
  checkpoint = freshCheckpoint();
  planRecords(checkpoint, [withFace(1, 'p1')]);
});

const face = () => checkpoint.faces.pendingOf(1)[0];
const row = () => checkpoint.database.get('SELECT state, reference, uuid, code, detail FROM faces');

test('an intent keeps its mark until it is settled', () => {
  const begun = Date.now();
  checkpoint.faces.intend(1, 'marker');
  expect(face()).toMatchObject({ state: 'pending', marker: 'marker' });
  expect(face()?.intendedAt).toBeGreaterThanOrEqual(begun);
  checkpoint.faces.forget(1);
  expect(face()).toMatchObject({ state: 'pending', marker: undefined, intendedAt: undefined });
});

test('a face that is uploaded keeps its uuid and its mark, and its reference is gone', () => {
  checkpoint.faces.noteLook(1, { problem: { code: 'face_missing' } });
  checkpoint.faces.intend(1, 'marker');
  checkpoint.faces.uploaded(1, 'uuid');
  expect(row()).toEqual({ state: 'uploaded', reference: null, uuid: 'uuid', code: null, detail: null });
  expect(checkpoint.faces.markerOf(1)).toBe('marker');
  expect([checkpoint.faces.pendingOf(1), checkpoint.faces.countPendingFiles(), checkpoint.faces.statesOf(1)]).toEqual([
    [],
    0,
    ['uploaded'],
  ]);
});

test('a face that was refused keeps its reference for the human who will look at it', () => {
  checkpoint.faces.refuse(1, { code: 'face_rejected', detail: { status: 400 } }, 'digest');
  expect(row()).toMatchObject({ state: 'refused', code: 'face_rejected', detail: '{"status":400}' });
  expect(row()).not.toMatchObject({ reference: null });
});

test('faces without a file are looked for in pages, each once', () => {
  planRecords(
    checkpoint,
    Array.from({ length: 1_200 }, (_, index) => withFace(index + 10, `q${index}`)),
    'b.csv',
  );
  let seen = 0;
  for (const page of checkpoint.faces.notFound())
    for (const { id } of page) {
      seen += 1;
      checkpoint.faces.noteLook(
        id,
        id % 2 === 0 ? { bytes: 1000, name: `findme-${id}.jpg` } : { problem: { code: 'face_missing' } },
      );
    }
  expect(seen).toBe(1_201);
  expect(checkpoint.totals.remaining()).toMatchObject({ faces: 1_201, facesFound: 600, facesMissing: 601 });
  expect([...checkpoint.faces.notFound()].flat()).toHaveLength(601);
});
