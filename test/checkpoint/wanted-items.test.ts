import { beforeEach, describe, expect, test } from 'vitest';
import type { Checkpoint } from '../../src/checkpoint/index.js';
import { freshCheckpoint, person, planRecords, withFace } from './records.js';

let checkpoint: Checkpoint;
beforeEach(() => {
  checkpoint = freshCheckpoint();
});

const items = () => [...checkpoint.items.inState('pending')];

describe('a wish for a person who has an item', () => {
  /** As a run leaves the first person whose create was sent with these bytes. */
  const begin = (id: string) => {
    planRecords(checkpoint, [person(1, id)], 'a.csv');
    checkpoint.items.intendCreate(1, 'nonce');
  };

  test('changes what is wanted and keeps what is proven', () => {
    begin('P1');
    checkpoint.items.identify(1, { origin: 'created', diditId: 'd1', status: 'ACTIVE', updatedAt: 't', applied: 'digest 1' });
    planRecords(checkpoint, [person(2, 'p1', { status: 'BLOCKED' })], 'b.csv');
    const [item] = checkpoint.items.inState('in progress');
    expect(item).toMatchObject({
      vendorData: 'P1',
      recordId: 2,
      wanted: 'BLOCKED',
      digest: 'digest 2',
      nonce: 'nonce',
      diditId: 'd1',
      applied: 'digest 1',
    });
  });

  test('of the same digest changes nothing but which record stands for the person', () => {
    begin('p1');
    planRecords(checkpoint, [person(2, 'p1', { digest: 'digest 1' })], 'b.csv');
    expect([...checkpoint.items.inState('in progress')]).toMatchObject([{ recordId: 2, nonce: 'nonce', digest: 'digest 1' }]);
  });

  test('takes up again who had ended, and replaces a face that was refused but none that was sent', () => {
    planRecords(checkpoint, [withFace(1, 'p1'), withFace(2, 'p2')], 'a.csv');
    for (const item of items()) {
      checkpoint.items.intendCreate(item.id, 'nonce');
      const [face] = checkpoint.faces.pendingOf(item.id);
      if (item.id === 1) checkpoint.faces.refuse(face?.id ?? 0, { code: 'face_broken' }, 'digest');
      else checkpoint.faces.uploaded(face?.id ?? 0, 'uuid');
      checkpoint.items.end(item, item.id === 1 ? 'partial' : 'done');
    }
    planRecords(checkpoint, [withFace(3, 'p1'), withFace(4, 'p2')], 'b.csv');
    expect(items().map(({ id }) => id)).toEqual([1, 2]);
    expect(checkpoint.faces.pendingOf(1)).toMatchObject([{ references: [{ path: 'findme-3.jpg' }] }]);
    expect(checkpoint.faces.statesOf(2)).toEqual(['uploaded']);
  });

  test('keeps the face whose upload is open', () => {
    planRecords(checkpoint, [withFace(1, 'p1')], 'a.csv');
    checkpoint.items.intendCreate(1, 'nonce');
    checkpoint.faces.intend(1, 'marker');
    planRecords(checkpoint, [withFace(2, 'p1')], 'b.csv');
    expect(checkpoint.faces.pendingOf(1)).toMatchObject([{ marker: 'marker', references: [{ path: 'findme-1.jpg' }] }]);
  });
});

test('a person who is withdrawn is gone when nothing was sent, and stopped when something was', () => {
  planRecords(checkpoint, [withFace(1, 'p1'), withFace(2, 'p2')]);
  checkpoint.items.intendCreate(2, 'nonce');
  for (const key of ['p1', 'p2']) checkpoint.wantedItems.withdraw(key, { code: 'winner_invalid', detail: { record: 9 } });
  expect([...checkpoint.report.results()]).toMatchObject([{ vendorData: 'p2', state: 'failed', code: 'winner_invalid' }]);
  expect(checkpoint.totals.faces().total).toBe(1);
});
