import { beforeEach, expect, test } from 'vitest';
import { MAPPING, Planning } from '../migration/planning.js';

let planning: Planning;
beforeEach(() => {
  planning = new Planning();
});

const FIRST = [
  { id: 'p1', verdict: 'yes' },
  { id: 'p2', verdict: 'open' },
  { id: '', verdict: 'yes' },
];

async function planBy(mapping: string, options = {}, files = ['a.ndjson']): Promise<number> {
  const paths = files.map((file) => planning.dir.path(file));
  return planning.planFiles(paths, await planning.mapping(mapping), options);
}

/** Another mapping that makes the same of everybody. */
function renamed(row: string): string {
  return MAPPING.replace('name: open', `name: ${row}`);
}

test('whoever the new mapping leaves out is not migrated', async () => {
  await planning.plan({ 'a.ndjson': FIRST });
  expect(planning.wanted()).toEqual(['p1 ACTIVE', 'p2 FLAGGED']);
  await planBy(MAPPING.replace('skip:', 'skip:\n      - {when: {verdict: open}, reason: not yet}'));
  expect(planning.wanted()).toEqual(['p1 ACTIVE']);
  expect(planning.records()).toEqual([
    'a.ndjson:1 superseded',
    'a.ndjson:2 superseded',
    'a.ndjson:3 superseded id_missing',
    'a.ndjson:1 used',
    'a.ndjson:2 skipped',
    'a.ndjson:3 invalid id_missing',
  ]);
});

test('nobody is there under the id that an earlier mapping gave', async () => {
  await planning.plan({ 'a.ndjson': [{ id: 'prod_P1', verdict: 'yes' }] });
  await planBy(MAPPING.replace('vendor_data: id', 'vendor_data: {from: id, strip_prefix: prod_}'));
  expect(planning.wanted()).toEqual(['P1 ACTIVE']);
});

test('an id that collided with another does so no longer when one of them has changed', async () => {
  await planning.plan({
    'a.ndjson': [
      { id: 'p1', verdict: 'yes' },
      { id: 'P1', second: 'p2', verdict: 'yes' },
    ],
  });
  expect(planning.wanted()).toEqual([]);
  await planBy(MAPPING.replace('vendor_data: id', 'vendor_data: {from: [second, id]}'));
  expect(planning.wanted().sort()).toEqual(['p1 ACTIVE', 'p2 ACTIVE']);
});

test('whoever is done stays so, and nothing is sent for them', async () => {
  await planning.plan({ 'a.ndjson': FIRST });
  planning.finish();
  await planBy(MAPPING.replace('skip:', 'skip:\n      - {when: {verdict: open}, reason: not yet}'));
  expect(planning.wanted()).toEqual([]);
  expect(planning.checkpoint.totals.items()).toMatchObject({ done: 2, total: 2 });
});

test('an earlier mapping that comes back is the one that counts', async () => {
  await planning.plan({ 'a.ndjson': FIRST });
  const other = MAPPING.replace('then: FLAGGED', 'then: BLOCKED, reason: Open');
  for (const [mapping, status] of [
    [other, 'BLOCKED'],
    [MAPPING, 'FLAGGED'],
  ] as const) {
    expect(await planBy(mapping)).toBe(1);
    expect(planning.wanted()).toEqual(['p1 ACTIVE', `p2 ${status}`]);
  }
  expect(await planBy(MAPPING)).toBe(0);
});

test('a file that is said to be written otherwise is read again', async () => {
  planning.dir.write('a.csv', Buffer.from('id,verdict,name\np1,yes,M\xfcller\n', 'latin1'));
  await planBy(MAPPING, { encoding: 'iso-8859-5' }, ['a.csv']);
  expect(await planBy(MAPPING, { encoding: 'iso-8859-5' }, ['a.csv'])).toBe(0);
  expect(await planBy(MAPPING, { encoding: 'windows-1252' }, ['a.csv'])).toBe(1);
  expect(planning.checkpoint.database.all("SELECT json_extract(user, '$.full_name') AS name FROM originals")).toEqual([
    { name: 'Müller' },
  ]);
});

test('it is as old as its first reading: a later export still goes before it', async () => {
  await planning.plan({ 'a.ndjson': [{ id: 'p1', record: 'r1', verdict: 'yes' }] });
  await planning.plan({ 'b.ndjson': [{ id: 'p1', record: 'r1', verdict: 'no' }] });
  expect(await planBy(renamed('undecided'))).toBe(1);
  expect(planning.wanted()).toEqual(['p1 BLOCKED']);
});

test('what was mended has to be given again, after the file or along with it', async () => {
  const rejected = [
    { id: 'p1', verdict: 'yes' },
    { id: 'p2', verdict: '' },
  ];
  await planning.plan({ 'a.ndjson': rejected });
  const mended = { ...rejected[1], verdict: 'yes', _item: planning.checkpoint.mended.nameOf(2), _reason: 'status_missing' };
  expect(await planning.plan({ 'mended.ndjson': [mended] })).toBe(1);
  expect(planning.wanted()).toEqual(['p1 ACTIVE', 'p2 ACTIVE']);

  const other = renamed('undecided');
  expect(await planBy(other)).toBe(1);
  expect(planning.wanted()).toEqual(['p1 ACTIVE']);
  expect(await planBy(other, {}, ['a.ndjson', 'mended.ndjson'])).toBe(1);
  expect(planning.wanted()).toEqual(['p1 ACTIVE', 'p2 ACTIVE']);

  expect(await planBy(renamed('waiting'), {}, ['a.ndjson', 'mended.ndjson'])).toBe(2);
  expect(planning.wanted()).toEqual(['p1 ACTIVE', 'p2 ACTIVE']);
});
