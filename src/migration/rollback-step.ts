import type { UndoItem, UndoReason } from '../checkpoint/index.js';
import { type DiditUser, nonceOf } from '../didit/index.js';
import { type DiditStatus, strictness } from '../model.js';
import { changedSince } from './profile-marks.js';

/** What a rollback does about one item, given what Didit shows of it at this moment. */
export type RollbackStep =
  | { readonly kind: 'delete' }
  /** The user stays and loses what we added: faces, and a status where one is named. */
  | { readonly kind: 'restore'; readonly status: DiditStatus | undefined; readonly why: readonly UndoReason[] }
  | { readonly kind: 'keep'; readonly why: readonly UndoReason[] }
  /** There is nothing of ours. */
  | { readonly kind: 'gone' };

/** Didit's clock moves a little later than its answer. */
const SLACK_MS = 2_000;

/**
 * A user is deleted only if this checkpoint made it and it stands as it was left: same id, our nonce, no sessions, nothing edited, the
 * status ours. One that was there before is never deleted.
 * @param shown undefined where Didit shows nobody under the id
 * @param secret keys the marks of the profile
 */
export function rollbackStep(item: UndoItem, shown: DiditUser | undefined, secret: string): RollbackStep {
  if (item.origin === 'existing') return restoreStep(item, shown);
  if (!shown || isDeleted(shown)) return { kind: 'gone' };
  if (item.diditId === undefined) {
    // Our create never arrived, and whoever is there under the id is somebody else's.
    if (nonceOf(shown) !== item.nonce) return { kind: 'gone' };
  } else if (shown.didit_internal_id !== item.diditId) return { kind: 'keep', why: ['another_user'] };
  if (item.nonce === undefined || nonceOf(shown) !== item.nonce) return { kind: 'keep', why: ['mark_gone'] };
  const why = [...sessionsOf(shown), ...editsOf(item, shown, secret)];
  if (why.length > 0) return { kind: 'keep', why };
  return movedSince(item, shown.updated_at) ? { kind: 'keep', why: ['edited'] } : { kind: 'delete' };
}

function restoreStep(item: UndoItem, shown: DiditUser | undefined): RollbackStep {
  if (!shown || isDeleted(shown)) return { kind: 'keep', why: ['was_there_before', 'user_gone'] };
  if (shown.didit_internal_id !== item.diditId) return { kind: 'keep', why: ['was_there_before', 'another_user'] };
  const { statusBefore: before, statusSet: set } = item;
  const why: UndoReason[] = ['was_there_before', ...(item.applied === undefined ? [] : (['metadata_stays'] as const))];
  const ours = set !== undefined && shown.status === set && before !== set;
  if (set !== undefined && !ours && shown.status !== before) why.push('status_changed');
  const status = ours && isDiditStatus(before) ? before : undefined;
  return item.faces > 0 || status !== undefined ? { kind: 'restore', status, why } : { kind: 'keep', why };
}

function isDiditStatus(status: string | undefined): status is DiditStatus {
  return status !== undefined && strictness(status) !== undefined;
}

/** The get page: deleted users are shown too. Whether they carry a date of it is not documented. */
export function isDeleted({ record }: DiditUser): boolean {
  return (record['deleted_at'] ?? null) !== null;
}

const COUNTERS = ['session_count', 'approved_count', 'declined_count', 'in_review_count'] as const;
const SESSION_TIMES = ['first_session_at', 'last_session_at'] as const;

function sessionsOf({ record }: DiditUser): UndoReason[] {
  if (SESSION_TIMES.some((field) => (record[field] ?? null) !== null)) return ['has_sessions'];
  if (COUNTERS.some((field) => (record[field] ?? 0) !== 0)) return ['has_sessions'];
  return record['session_count'] === undefined ? ['sessions_unknown'] : [];
}

function editsOf(item: UndoItem, shown: DiditUser, secret: string): UndoReason[] {
  const edited = changedSince(item.marks ?? '', shown.record, secret).length > 0;
  return [...(edited ? (['edited'] as const) : []), ...(statusIsOurs(item, shown) ? [] : (['status_changed'] as const))];
}

/**
 * Has `updated_at` moved by somebody else's hand, though nothing looks different? An upload may move it, and a write of ours that was never answered: what happened
 * while the item was in our hands is judged by the fields alone.
 */
function movedSince({ updatedAtSeen, state, faces, handledMs }: UndoItem, updatedAt: string | null | undefined): boolean {
  if (updatedAtSeen === undefined || updatedAt == null || updatedAt === updatedAtSeen || state === 'in progress') return false;
  const since = Date.parse(updatedAt) - Date.parse(updatedAtSeen);
  return !(faces > 0 && since >= 0 && since <= (handledMs ?? 0) + SLACK_MS);
}

/**
 * What was last seen by a run, or what it was about to set when it ended. A conflict that a run met is somebody else's, unless it was with
 * what an earlier run had left.
 */
function statusIsOurs({ state, code, wanted, statusSeen, statusSet }: UndoItem, { status }: DiditUser): boolean {
  if (code === 'status_conflict') return status !== undefined && status === statusSet;
  if (state === 'done' || state === 'partial') return status === wanted;
  return status === wanted || status === statusSeen || (statusSeen === undefined && wanted === 'BLOCKED' && status === 'FLAGGED');
}
