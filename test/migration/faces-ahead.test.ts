import { beforeEach, expect, test } from 'vitest';
import type { Face, Item } from '../../src/checkpoint/index.js';
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
    prepared.push(reference?.kind === 'file' ? reference.path : '');
    throw new MigrateError('face_missing');
  });
});

const items = () => [...rehearsal.checkpoint.items.inState('pending')];
const pending = ({ id }: Item): Face[] => rehearsal.checkpoint.faces.pendingOf(id);
const take = (item: Item) => Promise.all(pending(item).map((face) => ahead.take(face, new Set())));

test('a face that was begun is not prepared again, and its failure is met by whoever takes it', async () => {
  const [one] = items();
  if (!one) throw new Error('The plan has no items.');
  ahead.begin(one, pending(one));
  expect(prepared).toEqual(['one.jpg']);
  await expect(take(one)).rejects.toMatchObject({ code: 'face_missing' });
  expect(prepared).toEqual(['one.jpg']);
});

test('one that was not begun, taken already or dropped is prepared when it is taken', async () => {
  const [one, two] = items();
  if (!one || !two) throw new Error('The plan has no items.');
  await expect(take(two)).rejects.toMatchObject({ code: 'face_missing' });
  ahead.begin(one, pending(one));
  ahead.drop(one);
  await expect(take(one)).rejects.toMatchObject({ code: 'face_missing' });
  expect(prepared).toEqual(['two.jpg', 'one.jpg', 'one.jpg']);
});

test('one that may have arrived already is looked for first: it is not prepared ahead', async () => {
  const [one] = items();
  if (!one) throw new Error('The plan has no items.');
  for (const { id } of pending(one)) rehearsal.checkpoint.faces.intend(id, 'marker');
  ahead.begin(one, pending(one));
  expect(prepared).toEqual([]);
});

test('the faces of whoever is next are prepared while the first request is on its way', async () => {
  await rehearsal.addFace('one.jpg', 1);
  await rehearsal.addFace('two.jpg', 2);
  expect(await rehearsal.run({ concurrency: 1 })).toEqual({ calls: { create: 2, upload: 2, 'list faces': 1 } });
  expect(rehearsal.checkpoint.totals.faceSizes()).toMatchObject({ files: { count: 2 }, prepared: { count: 2 }, toSend: 0 });
});
