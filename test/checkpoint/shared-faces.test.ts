import { beforeEach, expect, test } from 'vitest';
import type { Checkpoint } from '../../src/checkpoint/index.js';
import { freshCheckpoint, planRecords, withFace } from './records.js';

let checkpoint: Checkpoint;
beforeEach(() => {
  checkpoint = freshCheckpoint();
  planRecords(
    checkpoint,
    [1, 2, 3, 4].map((number) => withFace(number, `p${number}`)),
  );
});

const picture = (marker: string, fileDigest = `file of ${marker}`) => ({ marker, fileDigest, fileBytes: 900, bytes: 300 });
const rows = () => checkpoint.database.all<{ state: string; code: string | null }>('SELECT state, code FROM faces ORDER BY id');
const codes = () => rows().map(({ state, code }) => (code === null ? state : `${state} ${code}`));

test('only files of one size are read, and each once', () => {
  for (const [id, bytes] of [
    [1, 500],
    [2, 700],
    [3, 500],
    [4, 800],
  ] as const)
    checkpoint.faces.noteLook(id, { bytes });
  const unread = () => [...checkpoint.sharedFaces.unread()].flat().map(({ id }) => id);
  expect(unread()).toEqual([1, 3]);
  for (const id of [1, 3]) checkpoint.sharedFaces.noteDigest(id, `digest ${id}`);
  expect(unread()).toEqual([]);
  checkpoint.sharedFaces.refuse();
  expect(codes()).toEqual(['pending', 'pending', 'pending', 'pending']);
});

test('one file of several people is refused for all, and released for the last who has it', () => {
  for (const id of [1, 2, 3]) checkpoint.faces.noteLook(id, { bytes: 500, digest: id === 3 ? 'other' : 'same' });
  checkpoint.sharedFaces.refuse();
  expect(codes()).toEqual(['refused face_shared', 'refused face_shared', 'pending', 'pending']);
  checkpoint.sharedFaces.release();
  expect(codes().slice(0, 2)).toEqual(['refused face_shared', 'refused face_shared']);
  checkpoint.faces.reopen(1);
  checkpoint.sharedFaces.release();
  expect(codes()).toEqual(['pending', 'pending', 'pending', 'pending']);
});

test('a picture belongs to whoever claims it first, and the mark outlives the upload', () => {
  expect(checkpoint.sharedFaces.claim(1, picture('a'))).toBe(true);
  expect(checkpoint.sharedFaces.claim(1, picture('a'))).toBe(true);
  checkpoint.faces.intend(1, 'a');
  expect(checkpoint.sharedFaces.claim(2, picture('b'))).toBe(true);
  expect(checkpoint.sharedFaces.claim(3, picture('a', 'another file'))).toBe(false);
  checkpoint.faces.uploaded(1, 'uuid');
  checkpoint.faces.uploaded(2, 'uuid');
  expect(codes()).toEqual(['uploaded face_shared', 'uploaded', 'pending', 'pending']);
});
