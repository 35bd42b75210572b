import { expect, test } from 'vitest';
import { forecast } from '../../src/report/index.js';

const remaining = { creates: 100, statusChanges: 10, lookups: 0, faces: 60, facesFound: 50, facesMissing: 4 };
const at = { write: { requests: 10, windowMs: 60_000 }, read: { requests: 20, windowMs: 60_000 }, facesOn: true } as const;

test('creates, status changes and faces that are not known to be missing are writes', () => {
  expect(forecast(remaining, at)).toMatchObject({ uploads: 56, writes: 166, reads: 1 });
});

test('faces that are left out cost nothing', () => {
  expect(forecast(remaining, { ...at, facesOn: false })).toMatchObject({ uploads: 0, writes: 110, reads: 0 });
});

test('everybody who was begun is looked up', () => {
  expect(forecast({ ...remaining, lookups: 7 }, at).reads).toBe(8);
});

test('the slower lane says how long it takes, and the first window goes out at once', () => {
  expect(forecast({ ...remaining, faces: 0, facesMissing: 0 }, at).hours).toBeCloseTo(10 / 60);
  expect(forecast({ ...remaining, lookups: 4_000 }, at).hours).toBeCloseTo(199.05 / 60);
  expect(forecast({ ...remaining, creates: 0, statusChanges: 0, faces: 4 }, at).hours).toBe(0);
});

test('without a limit nobody knows how long it takes', () => {
  expect(forecast(remaining, { ...at, write: 'off', read: 'off' }).hours).toBeUndefined();
});

test('creates and status changes cause webhooks, uploads none that is documented', () => {
  expect(forecast(remaining, at).webhooks).toEqual({ 'user.data.updated': 100, 'user.status.updated': 10 });
});
