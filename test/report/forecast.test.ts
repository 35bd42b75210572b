import { describe, expect, test } from 'vitest';
import { forecast } from '../../src/report/index.js';

const nothing = {
  people: 0,
  creates: 0,
  changes: 0,
  statusChanges: 0,
  updates: 0,
  statusUpdates: 0,
  lookups: 0,
  faces: 0,
  facesFound: 0,
  facesLinked: 0,
  facesMissing: 0,
};
const work = { ...nothing, people: 100, creates: 100, statusChanges: 10, faces: 60, facesFound: 50, facesMissing: 4 };
const remaining = { ...work, pending: work };
const at = { write: { requests: 10, windowMs: 60_000 }, read: { requests: 20, windowMs: 60_000 }, facesOn: true } as const;

test('creates, changes, status changes and faces that are not known to be missing are writes', () => {
  expect(forecast(remaining, at)).toMatchObject({ uploads: 56, writes: 166, reads: 1 });
  expect(forecast({ ...remaining, changes: 3 }, at)).toMatchObject({ changes: 3, writes: 169 });
});

test('faces that are left out cost nothing', () => {
  expect(forecast(remaining, { ...at, facesOn: false })).toMatchObject({ uploads: 0, writes: 110, reads: 0 });
});

test('everybody who was begun is looked up', () => {
  expect(forecast({ ...remaining, lookups: 7 }, at).reads).toBe(8);
});

test('users who were there before are changed by the policy update alone', () => {
  const existing = { ...nothing, people: 5, lookups: 5, updates: 4, statusUpdates: 2 };
  const held = { ...existing, pending: nothing };
  expect(forecast(held, at)).toMatchObject({ writes: 0, reads: 5 });
  expect(forecast(held, { ...at, onExisting: 'update' })).toMatchObject({ changes: 4, statusChanges: 2, writes: 6, reads: 5 });
});

test.each([
  [0, 0],
  [1, 0],
  [10, 0],
  [11, 1],
  [20, 1],
  [21, 2],
  [166, 16],
])('%i writes at ten a minute wait %i minutes: the first quota goes out at once, each further one waits', (creates, minutes) => {
  const writes = { ...nothing, creates, pending: nothing };
  expect(forecast(writes, { ...at, read: 'off' }).hours).toBeCloseTo(minutes / 60);
});

test('the slower lane says how long it takes', () => {
  expect(forecast({ ...remaining, lookups: 4_000 }, at).hours).toBeCloseTo(200 / 60);
});

test('without a limit nobody knows how long it takes', () => {
  expect(forecast(remaining, { ...at, write: 'off', read: 'off' }).hours).toBeUndefined();
});

test('creates and changes cause webhooks, uploads none that is documented', () => {
  expect(forecast({ ...remaining, changes: 3 }, at).webhooks).toEqual({ 'user.data.updated': 103, 'user.status.updated': 10 });
});

describe('a limit', () => {
  test('bounds those who are not begun', () => {
    expect(forecast(remaining, { ...at, limit: 10 })).toMatchObject({
      begins: 10,
      creates: 10,
      statusChanges: 1,
      uploads: 6,
      writes: 17,
      webhooks: { 'user.data.updated': 10, 'user.status.updated': 1 },
    });
  });

  test('does not bound those who are begun, and faces of those who are done', () => {
    const more = { ...remaining, people: 103, lookups: 3, changes: 3, faces: 1_060 };
    expect(forecast(more, { ...at, limit: 10 })).toMatchObject({ begins: 10, changes: 3, uploads: 1_006, reads: 4 });
  });

  test('above their number changes nothing', () => {
    expect(forecast(remaining, { ...at, limit: 101 })).toEqual(forecast(remaining, at));
  });

  test('never makes a run that may write look like one that does not', () => {
    const rare = { ...nothing, people: 1_000, creates: 1 };
    expect(forecast({ ...rare, pending: rare }, { ...at, limit: 1 }).writes).toBe(1);
    expect(forecast({ ...rare, pending: rare }, { ...at, limit: 0 }).writes).toBe(0);
  });
});
