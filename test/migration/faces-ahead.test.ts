import { beforeEach, expect, test } from 'vitest';
import type { Face } from '../../src/checkpoint/index.js';
import { MigrateError } from '../../src/errors.js';
import { FacesAhead } from '../../src/migration/faces-ahead.js';
import { Rehearsal } from './rehearsal.js';

let rehearsal: Rehearsal;
let prepared: string[];
let ahead: FacesAhead;

beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
  await rehearsal.plan([
    { vendor_data: 'p1', face: 'one.jpg' },
    { vendor_data: 'p2', face: 'two.jpg' },
  ]);
  prepared = [];
  ahead = new FacesAhead(async ([reference]) => {
    prepared.push(reference?.kind === 'file' ? reference.path : 'another kind');
    throw new MigrateError('face_missing');
  });
});

/** The faces of p1 and p2. */
function faces(): [Face, Face] {
  const [one, two] = [...rehearsal.checkpoint.items.inState('pending')].flatMap(({ id }) =>
    rehearsal.checkpoint.faces.pendingOf(id),
  );
  if (!one || !two) throw new Error('The plan has too few faces.');
  return [one, two];
}
const none = new Set<string>();

test('a face that was begun is not prepared again, and its failure is met by whoever takes it', async () => {
  const [one] = faces();
  ahead.begin(one);
  expect(prepared).toEqual(['one.jpg']);
  await expect(ahead.take(one, none)).rejects.toMatchObject({ code: 'face_missing' });
  expect(prepared).toEqual(['one.jpg']);
});

test('one that was not begun, taken already or dropped is prepared when it is taken', async () => {
  const [one, two] = faces();
  await expect(ahead.take(two, none)).rejects.toMatchObject({ code: 'face_missing' });
  ahead.begin(one);
  ahead.drop(one.itemId);
  await expect(ahead.take(one, none)).rejects.toMatchObject({ code: 'face_missing' });
  expect(prepared).toEqual(['two.jpg', 'one.jpg', 'one.jpg']);
});

test('one that may have arrived already is looked for first: it is not prepared ahead', () => {
  const [one] = faces();
  ahead.begin({ ...one, marker: 'marker' });
  expect(prepared).toEqual([]);
});

test('the faces of whoever is next are prepared while the first request is on its way', async () => {
  await rehearsal.addFace('one.jpg', 1);
  await rehearsal.addFace('two.jpg', 2);
  expect(await rehearsal.run({ concurrency: 1 })).toEqual({ calls: { create: 2, upload: 2, 'list faces': 1 } });
  expect(rehearsal.checkpoint.totals.faceSizes()).toMatchObject({ files: { count: 2 }, prepared: { count: 2 }, toSend: 0 });
});
