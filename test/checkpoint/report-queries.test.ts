import { beforeEach, expect, test } from 'vitest';
import type { Checkpoint } from '../../src/checkpoint/index.js';
import { freshCheckpoint, invalid, person, planRecords, skipped, withFace } from './records.js';

let checkpoint: Checkpoint;
beforeEach(() => {
  checkpoint = freshCheckpoint();
});

test('results hold every item once, in the order of the plan, with what became of it', () => {
  planRecords(checkpoint, [withFace(1, 'P1'), invalid(2, 'p2'), person(3, 'p3', { providerId: 'former-3' })]);
  checkpoint.items.identify(1, { origin: 'created', diditId: 'd1', status: 'ACTIVE', updatedAt: undefined, applied: 'digest 1' });
  checkpoint.faces.refuse(1, { code: 'face_broken' }, 'digest');
  expect([...checkpoint.report.results()]).toEqual([
    {
      vendorData: 'P1',
      diditId: 'd1',
      providerId: null,
      former: 'yes',
      statusSeen: 'ACTIVE',
      wanted: 'ACTIVE',
      state: 'in progress',
      origin: 'created',
      faces: 'refused',
      code: null,
      faceCodes: 'face_broken',
      notes: [],
      record: '1',
    },
    expect.objectContaining({
      vendorData: 'p3',
      diditId: null,
      providerId: 'former-3',
      state: 'pending',
      faces: null,
      record: '3',
    }),
  ]);
});

test('rejects hold the records that need a human, as they were read, with all that is wrong', () => {
  planRecords(checkpoint, [invalid(1, 'p1'), withFace(2, 'p2'), person(3, 'p3'), person(4, 'p4'), skipped(5), person(6, 'p6')]);
  const [partial, failed, held] = [...checkpoint.items.inState('pending')];
  if (!partial || !failed || !held) throw new Error('There are four.');
  checkpoint.faces.refuse(1, { code: 'face_too_small', detail: { limit: 200 } }, undefined);
  checkpoint.items.end(partial, 'partial');
  checkpoint.items.end(failed, 'failed', 'rejected', { status: 400, fields: 'full_name' });
  checkpoint.items.end(held, 'held', 'status_conflict');
  const rejects = [...checkpoint.report.rejects('csv')];
  expect(rejects.map(({ record, line, fields, problems }) => [record, line, fields, problems.map(({ code }) => code)])).toEqual([
    ['1', 2, { id: 'p1' }, ['date_unreadable']],
    ['2', 3, { id: 'p2' }, ['face_too_small']],
    ['3', 4, { id: 'p3' }, ['rejected']],
    ['4', 5, { id: 'p4' }, ['status_conflict']],
  ]);
  expect(rejects[2]?.problems).toEqual([{ code: 'rejected', detail: { status: 400, fields: 'full_name' } }]);
  expect(checkpoint.report.countRejects()).toEqual({ csv: 4, ndjson: 0 });
  expect([...checkpoint.report.rejects('ndjson')]).toEqual([]);
});

test('many rows come in pages, each once', () => {
  planRecords(
    checkpoint,
    Array.from({ length: 1_001 }, (_, index) => (index % 2 ? person : invalid)(index + 1, `p${index}`)),
  );
  expect([...checkpoint.report.results()]).toHaveLength(500);
  const rejects = [...checkpoint.report.rejects('csv')].map(({ item }) => item);
  expect([rejects.length, new Set(rejects).size]).toEqual([501, 501]);
});

test('columns are those of all exports, each once', () => {
  const { plan } = checkpoint;
  for (const columns of [['id', 'name'], ['name', 'face'], undefined])
    plan.beginExport({ file: 'a', format: columns ? 'csv' : 'json', columns, mapping: 'm', mappingHash: 'h' });
  expect(checkpoint.report.columns()).toEqual(['id', 'name', 'face']);
});
