import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Checkpoint, temporaryCheckpoint } from '../../src/checkpoint/index.js';
import { freshCheckpoint, invalid, load, person, planRecords, skipped, withFace } from './records.js';

let checkpoint: Checkpoint;
beforeEach(() => {
  checkpoint = freshCheckpoint();
});

const items = () => [...checkpoint.items.inState('pending')];
const outcomes = () =>
  checkpoint.database.all<{ outcome: string | null }>('SELECT outcome FROM records ORDER BY id').map(({ outcome }) => outcome);
const indexes = () =>
  checkpoint.database.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").length;
const never = () => {
  throw new Error('Nobody is contested.');
};

test('records of people who come once become items without being settled', () => {
  const exportId = load(checkpoint, [
    withFace(1, 'P1'),
    person(2, 'p2', { status: 'BLOCKED', statusReason: 'Refused' }),
    skipped(3),
    invalid(4, 'p4'),
  ]);
  checkpoint.plan.merge([{ exportId, sha256: 'x', bytes: 5 }], never);
  expect(outcomes()).toEqual(['used', 'used', 'skipped', 'invalid']);
  expect(items()).toMatchObject([
    { vendorData: 'P1', wanted: 'ACTIVE', digest: 'digest 1', user: { vendor_data: 'P1', metadata: {} } },
    { vendorData: 'p2', wanted: 'BLOCKED', statusReason: 'Refused', user: { full_name: 'Testa Findme2' } },
  ]);
  expect(checkpoint.faces.pendingOf(1)).toMatchObject([{ references: [{ path: 'findme-1.jpg' }] }]);
  expect(checkpoint.faces.pendingOf(2)).toEqual([]);
});

test('who comes several times, or has come before, is settled once for each export', () => {
  const settled: [string, number[]][] = [];
  const merge = (exportId: number) =>
    checkpoint.plan.merge([{ exportId, sha256: `${exportId}`, bytes: 1 }], (key, group) => {
      settled.push([key, group.map(({ number }) => number)]);
      for (const { id } of group) checkpoint.plan.setOutcome(id, 'used');
    });
  merge(load(checkpoint, [person(1, 'p1'), person(2, 'p2'), person(3, 'P2'), { ...skipped(4), userKey: 'p1' }]));
  merge(load(checkpoint, [person(5, 'p1'), person(6, 'p3')]));
  expect(settled).toEqual([
    ['p2', [2, 3]],
    ['p1', [1, 5]],
  ]);
});

test('many are settled, each once', () => {
  const people = Array.from({ length: 1_100 }, (_, index) => person(index + 1, `p${index}`));
  planRecords(checkpoint, people, 'a.csv');
  planRecords(checkpoint, people, 'b.csv');
  expect(checkpoint.totals.exports().map(({ records }) => [records.used, records.superseded])).toEqual([
    [0, 1_100],
    [1_100, 0],
  ]);
  expect(items()).toHaveLength(1_100);
});

test('a merge that fails leaves nothing of the load, and the next one begins afresh', () => {
  const exportId = load(checkpoint, [person(1, 'p1'), person(2, 'p1')]);
  const fail = () => {
    throw new Error('no decision');
  };
  expect(() => checkpoint.plan.merge([{ exportId, sha256: 'x', bytes: 1 }], fail)).toThrow('no decision');
  expect(items()).toEqual([]);
  checkpoint.plan.discardUnmerged();
  expect(outcomes()).toEqual([]);
  planRecords(checkpoint, [person(1, 'p1')]);
  expect(items()).toHaveLength(1);
});

test('what was not merged is forgotten, what was merged stays', () => {
  planRecords(checkpoint, [person(1, 'p1')], 'merged.csv');
  const complete = indexes();
  load(checkpoint, [person(2, 'p2')], 'unmerged.csv');
  expect(indexes()).toBeLessThan(complete);
  checkpoint.plan.discardUnmerged();
  expect(outcomes()).toEqual(['used']);
  expect(checkpoint.database.all('SELECT record_id FROM originals')).toEqual([{ record_id: 1 }]);
  expect(indexes()).toBe(complete);
});

test('nobody sees a load before its merge', () => {
  const rows = () => [
    checkpoint.humanRows.count(),
    checkpoint.report.countRejects().csv,
    checkpoint.evidence.severalRecords(9).length,
  ];
  planRecords(checkpoint, [person(1, 'p1')], 'merged.csv');
  const exportId = load(checkpoint, [invalid(1, 'p2'), person(2, 'p1'), person(3, 'p1')]);
  expect(rows()).toEqual([0, 0, 0]);
  checkpoint.plan.merge([{ exportId, sha256: 'x', bytes: 5 }], () => undefined);
  expect(rows()).toEqual([1, 1, 1]);
});

test('a plan that is only looked at keeps of a record who it is, and nothing as it was read', () => {
  const looking = temporaryCheckpoint(undefined, 'look');
  onTestFinished(() => looking.close());
  load(looking, [person(1, 'p1'), invalid(2, 'p2')]);
  expect(looking.database.all('SELECT fields, user FROM originals')).toEqual([
    { fields: null, user: JSON.stringify({ vendor_data: 'p1', full_name: 'Testa Findme1', metadata: {} }) },
    { fields: null, user: expect.anything() },
  ]);
});

test('a plan is known by file, mapping and way of reading once it is merged', () => {
  const { plan } = checkpoint;
  const how = { delimiter: ';', maxRecordBytes: 1 };
  expect(plan.isEmpty()).toBe(true);
  const exportId = load(checkpoint, [person(1, 'p1')]);
  expect([plan.isEmpty(), plan.knows('x', 'h', how)]).toEqual([true, false]);
  plan.merge([{ exportId, sha256: 'x', bytes: 1, reading: { how, encodings: [], files: 1, passedOver: 0 } }], never);
  expect([plan.isEmpty(), plan.knows('x', 'h', how), plan.knows('x', 'i', how), plan.knows('y', 'h', how)]).toEqual([
    false,
    true,
    false,
    false,
  ]);
  expect(plan.knows('x', 'h', { maxRecordBytes: 1 })).toBe(false);
});

test('a problem that is found again is written once', () => {
  planRecords(checkpoint, [invalid(1, 'p1')]);
  for (let time = 1; time <= 2; time += 1) checkpoint.plan.setOutcome(1, 'invalid', { code: 'id_collision' });
  checkpoint.plan.setOutcome(1, 'invalid', { code: 'winner_invalid', detail: { record: 1 } });
  checkpoint.plan.setOutcome(1, 'invalid', { code: 'winner_invalid', detail: { record: 2 } });
  const [reject] = checkpoint.report.rejects('csv');
  expect(reject?.problems.map(({ code, detail }) => [code, detail?.record])).toEqual([
    ['date_unreadable', undefined],
    ['id_collision', undefined],
    ['winner_invalid', 1],
    ['winner_invalid', 2],
  ]);
});
