import { beforeEach, describe, expect, test } from 'vitest';
import { Planning } from './planning.js';

let planning: Planning;
beforeEach(() => {
  planning = new Planning();
});

const passed = { id: 'p1', record: 'a', verdict: 'yes', decided: '2024-01-01', name: 'Testa Sample' };
const refused = { ...passed, record: 'b', verdict: 'no', decided: '2025-01-01' };

test('several records of a person become one item: the newest decides, the older fill what it lacks', async () => {
  await planning.plan({
    'a.ndjson': [
      { ...passed, born: '1990-01-01', face: 'old.jpg' },
      { ...passed, record: 'b', decided: '2025-01-01', name: 'Testa Example', born: '1990-01-02' },
    ],
  });
  expect(planning.wanted()).toEqual(['p1 ACTIVE']);
  expect(planning.items()[0]?.user).toMatchObject({ full_name: 'Testa Example', date_of_birth: '1990-01-02' });
  expect(planning.checkpoint.report.notes()).toEqual({ names_differ: 1, births_differ: 1 });
  expect(planning.checkpoint.totals.faces()).toMatchObject({ pending: 1 });
  expect(planning.records()).toEqual(['a.ndjson:1 used', 'a.ndjson:2 used']);
});

test('a refusal carries its reason', async () => {
  await planning.plan({ 'a.ndjson': [passed, refused] });
  expect(planning.items()).toMatchObject([{ wanted: 'BLOCKED', statusReason: 'Refused' }]);
});

test('a fraud mark and a pass make FLAGGED, with a note and without the reason', async () => {
  await planning.plan({ 'a.ndjson': [passed, { ...refused, forged: 'yes', decided: '2023-01-01' }] });
  expect(planning.items()).toMatchObject([{ wanted: 'FLAGGED', statusReason: undefined }]);
  expect(planning.checkpoint.report.notes()).toEqual({ fraud_then_pass: 1 });
});

test('an invalid record that decides leaves nobody to migrate', async () => {
  await planning.plan({ 'a.ndjson': [passed, { ...refused, born: 'soon' }] });
  expect(planning.wanted()).toEqual([]);
  expect(planning.records()).toEqual(['a.ndjson:1 invalid winner_invalid', 'a.ndjson:2 invalid date_unreadable']);
});

test('an invalid record that does not decide is the only one that is left out', async () => {
  await planning.plan({ 'a.ndjson': [{ ...passed, born: 'soon' }, refused] });
  expect(planning.wanted()).toEqual(['p1 BLOCKED']);
  expect(planning.records()).toEqual(['a.ndjson:1 invalid date_unreadable', 'a.ndjson:2 used']);
});

test('ids that differ in case are problems of all their records, however often they come', async () => {
  await planning.plan({ 'a.ndjson': [passed, { ...refused, id: 'P1' }, { ...passed, id: 'p2' }] });
  expect(planning.wanted()).toEqual(['p2 ACTIVE']);
  await planning.plan({ 'b.ndjson': [{ ...passed, id: 'P1', record: 'c' }] });
  expect(planning.records()).toEqual([
    'a.ndjson:1 invalid id_collision',
    'a.ndjson:2 invalid id_collision',
    'a.ndjson:3 used',
    'b.ndjson:1 invalid id_collision',
  ]);
});

describe('a later export', () => {
  test('that mends an invalid record brings the person back', async () => {
    await planning.plan({ 'a.ndjson': [passed, { ...refused, born: 'soon' }] });
    await planning.plan({ 'b.ndjson': [{ ...refused, born: '1990-01-01' }] });
    expect(planning.wanted()).toEqual(['p1 BLOCKED']);
    expect(planning.records()).toEqual([
      'a.ndjson:1 used winner_invalid',
      'a.ndjson:2 superseded date_unreadable',
      'b.ndjson:1 used',
    ]);
    expect(planning.checkpoint.totals.problems()).toEqual([]);
  });

  test('with the same record changes nothing', async () => {
    await planning.plan({ 'a.ndjson': [passed] });
    planning.finish();
    await planning.plan({ 'b.ndjson': [passed, { id: 'p2', verdict: 'yes' }] });
    expect(planning.wanted()).toEqual(['p2 ACTIVE']);
    expect(planning.records()).toEqual(['a.ndjson:1 superseded', 'b.ndjson:1 used', 'b.ndjson:2 used']);
  });

  test('with an older record of a person who is done changes nothing', async () => {
    await planning.plan({ 'a.ndjson': [refused] });
    planning.finish();
    await planning.plan({ 'b.ndjson': [passed] });
    expect(planning.wanted()).toEqual([]);
    expect(planning.checkpoint.database.all('SELECT * FROM originals')).toEqual([]);
  });

  test('that corrects a person who is done takes it up again, with its id', async () => {
    await planning.plan({ 'a.ndjson': [passed] });
    planning.finish();
    await planning.plan({ 'b.ndjson': [refused] });
    expect(planning.items()).toMatchObject([{ wanted: 'BLOCKED', diditId: 'id 1', user: { full_name: 'Testa Sample' } }]);
  });

  test('with a fraud mark on an older record tightens the status of a person who is done, and nothing else', async () => {
    await planning.plan({ 'a.ndjson': [{ ...passed, face: 'a.jpg' }] });
    planning.finish();
    await planning.plan({ 'b.ndjson': [{ ...refused, decided: '2020-01-01', forged: 'yes', name: 'Testa Old', face: 'b.jpg' }] });
    expect(planning.items()).toMatchObject([{ wanted: 'FLAGGED', diditId: 'id 1', user: { vendor_data: 'p1', metadata: {} } }]);
    expect(planning.items()[0]?.user).not.toHaveProperty('full_name');
    expect(planning.checkpoint.faces.pendingOf(1)).toMatchObject([{ references: [{ path: 'a.jpg' }] }]);
  });

  test('that takes the pass of a person who is done away leaves the refusal before it', async () => {
    await planning.plan({ 'a.ndjson': [{ ...refused, decided: '2023-01-01' }, passed] });
    expect(planning.wanted()).toEqual(['p1 ACTIVE']);
    planning.finish();
    await planning.plan({ 'b.ndjson': [{ ...passed, decided: '2022-01-01' }] });
    expect(planning.wanted()).toEqual(['p1 BLOCKED']);
  });

  test('whose newest record is invalid stops a person who was begun, until it is mended', async () => {
    await planning.plan({ 'a.ndjson': [passed] });
    planning.checkpoint.items.intendCreate(1, 'a nonce');
    await planning.plan({ 'b.ndjson': [{ ...refused, born: 'soon' }] });
    expect([...planning.checkpoint.report.results()]).toMatchObject([{ state: 'failed', code: 'winner_invalid' }]);

    await planning.plan({ 'c.ndjson': [refused] });
    expect(planning.items()).toMatchObject([{ wanted: 'BLOCKED', nonce: 'a nonce' }]);

    await planning.plan({ 'd.ndjson': [{ ...passed, id: 'P1' }] });
    expect([...planning.checkpoint.report.results()]).toMatchObject([{ state: 'failed', code: 'id_collision' }]);
  });

  test('whose newest record is invalid takes a person out who was not begun', async () => {
    await planning.plan({ 'a.ndjson': [{ ...passed, face: 'a.jpg' }] });
    await planning.plan({ 'b.ndjson': [{ ...refused, born: 'soon' }] });
    expect(planning.checkpoint.totals.items().total).toBe(0);
    expect(planning.checkpoint.totals.faces().total).toBe(0);
  });
});

test('whom a rollback took out of Didit is not made of a status alone, but of the record that decides, read again', async () => {
  await planning.plan({ 'a.ndjson': [passed] });
  planning.finish();
  const { undo, totals } = planning.checkpoint;
  for (const item of undo.items()) undo.note(item, 'deleted');
  expect(totals.itemCodes()).toMatchObject([{ code: 'rolled_back', count: 1 }]);

  const forged = { ...refused, forged: 'yes', decided: '2023-01-01' };
  await planning.plan({ 'b.ndjson': [forged] });
  expect(planning.wanted()).toEqual([]);

  expect(await planning.plan({ 'a.ndjson': [passed], 'b.ndjson': [forged] })).toBe(1);
  expect(planning.wanted()).toEqual(['p1 FLAGGED']);
  expect(planning.items()[0]?.user).toMatchObject({ full_name: 'Testa Sample' });
  expect(await planning.plan({ 'a.ndjson': [passed] })).toBe(0);
});
