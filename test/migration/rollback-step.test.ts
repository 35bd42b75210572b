import { describe, expect, test } from 'vitest';
import type { UndoItem } from '../../src/checkpoint/index.js';
import { type DiditUser, readDiditUser } from '../../src/didit/index.js';
import { marksOf } from '../../src/migration/profile-marks.js';
import { rollbackStep } from '../../src/migration/rollback-step.js';
import type { JsonObject } from '../../src/model.js';

const SECRET = 'secret';
const MONDAY = '2026-01-05T10:00:00.000Z';
const RECORD: JsonObject = {
  didit_internal_id: 'd1',
  vendor_data: 'p1',
  full_name: 'Testa Sample',
  status: 'ACTIVE',
  session_count: 0,
  last_session_at: null,
  updated_at: MONDAY,
  metadata: { migration: { nonce: 'n1' } },
};
const ITEM: UndoItem = {
  id: 1,
  vendorData: 'P1',
  wanted: 'ACTIVE',
  state: 'done',
  code: undefined,
  nonce: 'n1',
  origin: 'created',
  diditId: 'd1',
  statusBefore: undefined,
  statusSet: undefined,
  statusSeen: 'ACTIVE',
  updatedAtSeen: MONDAY,
  applied: 'x',
  marks: marksOf(RECORD, SECRET),
  handledMs: 1000,
  faces: 0,
  asked: false,
};

function shown(changes: JsonObject = {}): DiditUser {
  const user = readDiditUser({ ...RECORD, ...changes });
  if (!user) throw new Error('This is no user.');
  return user;
}
const step = (item: Partial<UndoItem> = {}, changes: JsonObject = {}) =>
  rollbackStep({ ...ITEM, ...item }, shown(changes), SECRET);
const keep = (...why: string[]) => ({ kind: 'keep', why });

describe('a user of ours', () => {
  test('as it was left is deleted', () => {
    expect(step()).toEqual({ kind: 'delete' });
    expect(step({ diditId: undefined, origin: undefined, state: 'in progress' })).toEqual({ kind: 'delete' });
  });

  test('that is not there is gone', () => {
    expect(rollbackStep(ITEM, undefined, SECRET)).toEqual({ kind: 'gone' });
    expect(step({}, { deleted_at: MONDAY })).toEqual({ kind: 'gone' });
  });

  test('whose create never arrived leaves whoever is there alone', () => {
    const open = { diditId: undefined, origin: undefined, state: 'in progress' } as const;
    expect(step(open, { metadata: { migration: { nonce: 'other' } } })).toEqual({ kind: 'gone' });
    expect(step(open, { metadata: {} })).toEqual({ kind: 'gone' });
  });

  test.each<[string, JsonObject, string[]]>([
    ['has another id', { didit_internal_id: 'd2' }, ['another_user']],
    ['has lost our nonce', { metadata: {} }, ['mark_gone']],
    ['has a session', { session_count: 1 }, ['has_sessions']],
    ['has a time of a session', { last_session_at: MONDAY }, ['has_sessions']],
    ['has a declined session and no count', { declined_count: 1 }, ['has_sessions']],
    ['has another name', { full_name: 'Testa Other' }, ['edited']],
    ['has more metadata', { metadata: { migration: { nonce: 'n1' }, tier: 'premium' } }, ['edited']],
    ['was changed where nothing shows', { updated_at: '2026-01-05T10:00:00.001Z' }, ['edited']],
    ['has another status', { status: 'BLOCKED' }, ['status_changed']],
    ['has several of these', { status: 'BLOCKED', session_count: 2 }, ['has_sessions', 'status_changed']],
  ])('is kept when it %s', (_, changes, why) => {
    expect(step({}, changes)).toEqual(keep(...why));
  });

  test('is kept where Didit does not show its sessions', () => {
    const { session_count: _, last_session_at: __, ...rest } = RECORD;
    const user = readDiditUser(rest);
    expect(rollbackStep(ITEM, user, SECRET)).toEqual(keep('sessions_unknown'));
  });

  test('may have been moved by our own upload, but not later', () => {
    expect(step({ faces: 1 }, { updated_at: '2026-01-05T10:00:02.900Z' })).toEqual({ kind: 'delete' });
    expect(step({ faces: 1 }, { updated_at: '2026-01-05T10:00:03.100Z' })).toEqual(keep('edited'));
    expect(step({ faces: 1 }, { updated_at: '2026-01-05T09:59:59.000Z' })).toEqual(keep('edited'));
  });

  test('that was left halfway to BLOCKED is deleted in both statuses', () => {
    const half: Partial<UndoItem> = { wanted: 'BLOCKED', state: 'in progress', statusSeen: 'FLAGGED' };
    expect(step(half, { status: 'FLAGGED' })).toEqual({ kind: 'delete' });
    expect(step(half, { status: 'BLOCKED', updated_at: '2026-01-05T11:00:00.000Z' })).toEqual({ kind: 'delete' });
    expect(step(half, { status: 'ACTIVE' })).toEqual(keep('status_changed'));
  });

  test('whose status a later export would have loosened is deleted: an earlier run has set it', () => {
    const held: Partial<UndoItem> = { state: 'held', code: 'status_conflict', statusSeen: 'BLOCKED', statusSet: 'BLOCKED' };
    expect(step(held, { status: 'BLOCKED' })).toEqual({ kind: 'delete' });
    expect(step(held, { status: 'FLAGGED' })).toEqual(keep('status_changed'));
  });

  test('over whose status a run met somebody else is kept', () => {
    expect(step({ state: 'held', code: 'status_conflict', statusSeen: 'BLOCKED' }, { status: 'BLOCKED' })).toEqual(
      keep('status_changed'),
    );
  });
});

describe('a user that was there before', () => {
  const before: Partial<UndoItem> = { origin: 'existing', applied: undefined, statusBefore: 'ACTIVE' };

  test('is kept, whatever it looks like', () => {
    expect(step(before)).toEqual(keep('was_there_before'));
    expect(step(before, { session_count: 3, full_name: 'Testa Other', metadata: {} })).toEqual(keep('was_there_before'));
  });

  test('loses the faces that were added', () => {
    expect(step({ ...before, faces: 1 })).toEqual({ kind: 'restore', status: undefined, why: ['was_there_before'] });
  });

  test('gets back the status that we changed, unless somebody has changed it since', () => {
    const set: Partial<UndoItem> = { ...before, statusSet: 'BLOCKED' };
    expect(step(set, { status: 'BLOCKED' })).toEqual({ kind: 'restore', status: 'ACTIVE', why: ['was_there_before'] });
    expect(step(set, { status: 'FLAGGED' })).toEqual(keep('was_there_before', 'status_changed'));
    expect(step(set, { status: 'ACTIVE' })).toEqual(keep('was_there_before'));
    expect(step({ ...set, statusSet: undefined }, { status: 'BLOCKED' })).toEqual(keep('was_there_before'));
    expect(step({ ...set, statusBefore: 'Approved' }, { status: 'BLOCKED' })).toEqual(keep('was_there_before'));
  });

  test('that is gone or was replaced is only told', () => {
    expect(rollbackStep({ ...ITEM, ...before }, undefined, SECRET)).toEqual(keep('was_there_before', 'user_gone'));
    expect(step({ ...before, faces: 1 }, { didit_internal_id: 'd2' })).toEqual(keep('was_there_before', 'another_user'));
  });
});
