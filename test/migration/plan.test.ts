import { beforeEach, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { planExports } from '../../src/migration/plan.js';
import { MAPPING, Planning } from './planning.js';

let planning: Planning;
beforeEach(() => {
  planning = new Planning();
});

const passed = { id: 'p1', verdict: 'yes', name: 'Testa Sample' };

test('every record of an export ends as one of four', async () => {
  const records = [
    passed,
    { ...passed, kind: 'company' },
    { ...passed, id: 'p2', verdict: 'perhaps' },
    { ...passed, id: '' },
    { other: 1 },
  ];
  expect(await planning.plan({ 'a.ndjson': records })).toBe(1);
  expect(planning.wanted()).toEqual(['p1 ACTIVE']);
  expect(planning.checkpoint.totals.exports()).toMatchObject([
    {
      file: 'a.ndjson',
      format: 'ndjson',
      mapping: 'former',
      records: { used: 1, skipped: 1, invalid: 3, superseded: 0, total: 5 },
    },
  ]);
  expect(planning.checkpoint.totals.skipped()).toEqual({ company: 1 });
  expect(
    planning.checkpoint.totals
      .problems()
      .map(({ code }) => code)
      .sort(),
  ).toEqual(['id_missing', 'shape_unknown', 'status_unknown']);
});

test('an export that is planned already is not read again, whatever its name', async () => {
  await planning.plan({ 'a.ndjson': [passed] });
  expect(await planning.plan({ 'copy.ndjson': [passed] })).toBe(0);
  expect(planning.checkpoint.totals.exports()).toHaveLength(1);
});

test('an export that has changed is read, and so is one whose mapping has changed', async () => {
  await planning.plan({ 'a.ndjson': [passed] });
  expect(await planning.plan({ 'a.ndjson': [passed, { ...passed, id: 'p2' }] })).toBe(1);
  expect(planning.records()).toEqual(['a.ndjson:1 superseded', 'a.ndjson:1 used', 'a.ndjson:2 used']);
  const mapping = await planning.mapping(MAPPING.replace('name: passed', 'name: approved'));
  expect(await planning.planFiles([planning.dir.path('a.ndjson')], mapping)).toBe(1);
  expect(planning.wanted()).toEqual(['p1 ACTIVE', 'p2 ACTIVE']);
});

test('an export is read again when a second file of its mapping has changed', async () => {
  const text = MAPPING.replace('provider: former', 'provider: former\nlookup: {names: {on: id, key: id}}').replace(
    'full_name: name',
    'full_name: names.name',
  );
  const file = planning.write('a.ndjson', [passed]);
  const plan = async (name: string) => {
    const lookups = [{ name: 'names', file: planning.dir.write('names.csv', `id,name\np1,${name}\n`) }];
    const mapping = await planning.mapping(text);
    const { signal } = new AbortController();
    return planExports([file], planning.checkpoint, { mapping, lookups, maxRecordBytes: 1000, signal });
  };
  expect(await plan('Testa')).toBe(1);
  expect(await plan('Testa')).toBe(0);
  expect(await plan('Testa Sample')).toBe(1);
  expect(planning.records()).toEqual(['a.ndjson:1 superseded', 'a.ndjson:1 used']);
});

test('several exports at once make one plan', async () => {
  const files = {
    'a.ndjson': [passed],
    'b.ndjson': [
      { ...passed, id: 'p2' },
      { ...passed, verdict: 'no' },
    ],
  };
  expect(await planning.plan(files)).toBe(2);
  expect(planning.wanted().sort()).toEqual(['p1 BLOCKED', 'p2 ACTIVE']);
  expect(planning.checkpoint.totals.exports().map(({ records }) => records.total)).toEqual([1, 2]);
});

test('an export that breaks off leaves nothing of any export in the plan', async () => {
  const whole = planning.write('a.ndjson', [passed]);
  const broken = planning.dir.write('b.json', '[{"id": "p2", "verdict": "yes"}, {"id": ');
  const mapping = await planning.mapping();
  await expect(planning.planFiles([whole, broken], mapping)).rejects.toMatchObject({ code: 'export_broken' });
  expect(planning.checkpoint.plan.isEmpty()).toBe(true);
  expect(planning.records()).toEqual([]);
  expect(await planning.planFiles([whole], mapping)).toBe(1);
  expect(planning.wanted()).toEqual(['p1 ACTIVE']);
});

test('a plan that is interrupted leaves nothing', async () => {
  const stop = new AbortController();
  stop.abort(new MigrateError('interrupted'));
  const file = planning.write('a.ndjson', [passed]);
  const options = { mapping: await planning.mapping(), maxRecordBytes: 1000, signal: stop.signal };
  await expect(planExports([file], planning.checkpoint, options)).rejects.toMatchObject({ code: 'interrupted' });
  expect(planning.checkpoint.plan.isEmpty()).toBe(true);
});

test('the number of records read is told on the way', async () => {
  const file = planning.write(
    'a.ndjson',
    Array.from({ length: 1200 }, (_, index) => ({ ...passed, id: `p${index}` })),
  );
  const counts: number[] = [];
  await planExports([file], planning.checkpoint, {
    mapping: await planning.mapping(),
    maxRecordBytes: 1000,
    signal: new AbortController().signal,
    onRead: (count) => counts.push(count),
  });
  expect(counts).toEqual([500, 1000, 1200]);
});

test('a full export that comes again changes nobody, however many they are', async () => {
  const records = Array.from({ length: 1200 }, (_, index) => ({ ...passed, id: `p${index}` }));
  await planning.plan({ 'a.ndjson': records });
  planning.finish();
  await planning.plan({ 'b.ndjson': [...records, { ...passed, id: 'new' }] });
  expect(planning.wanted()).toEqual(['new ACTIVE']);
  expect(planning.checkpoint.totals.exports().map(({ records }) => [records.superseded, records.used])).toEqual([
    [1200, 0],
    [0, 1201],
  ]);
});
