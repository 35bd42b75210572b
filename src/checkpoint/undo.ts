import type { Database } from '../database.js';
import type { DiditStatus, ItemState } from '../model.js';
import type { Origin } from './items.js';
import { rowsById } from './pages.js';

/**
 * What came of looking at one item. `to delete` and `to restore` are what a dry rollback would do; `gone`: there was nothing of ours to
 * delete any more; `unproven`: asked for, and nobody can tell whether it was done.
 */
export const UNDO_OUTCOMES = ['to delete', 'to restore', 'deleted', 'gone', 'restored', 'kept', 'unproven'] as const;
export type UndoOutcome = (typeof UNDO_OUTCOMES)[number];

/** Why something is kept, or what more is to be known about it. */
export type UndoReason =
  | 'was_there_before'
  | 'another_user'
  | 'mark_gone'
  | 'edited'
  | 'status_changed'
  | 'has_sessions'
  | 'sessions_unknown'
  | 'user_gone'
  | 'metadata_stays'
  | 'refused'
  | 'unread'
  | 'face_list_unavailable'
  | 'still_shown';

/** An item that may have left something in Didit. */
export interface UndoItem {
  readonly id: number;
  readonly vendorData: string;
  readonly wanted: DiditStatus;
  readonly state: ItemState;
  readonly code: string | undefined;
  readonly nonce: string | undefined;
  /** Undefined while it is open whether our create arrived. */
  readonly origin: Origin | undefined;
  readonly diditId: string | undefined;
  readonly statusBefore: string | undefined;
  /** Of an existing user: what we set or were about to set. */
  readonly statusSet: string | undefined;
  readonly statusSeen: string | undefined;
  readonly updatedAtSeen: string | undefined;
  readonly applied: string | undefined;
  readonly marks: string | undefined;
  /** From the first request for it to its end, in milliseconds; undefined while it has not ended. */
  readonly handledMs: number | undefined;
  /** Faces that were uploaded, or may have been. */
  readonly faces: number;
  /** A delete was sent and not clearly answered. */
  readonly asked: boolean;
}

/** A face that this checkpoint has uploaded, or may have. */
export interface AddedFace {
  readonly marker: string;
  /** Undefined where the upload was never answered. */
  readonly uuid: string | undefined;
}

export interface UndoneRow {
  readonly vendorData: string;
  readonly diditId: string | null;
  readonly outcome: UndoOutcome;
  readonly why: readonly UndoReason[];
  readonly at: number;
}

export interface UndoCount {
  readonly outcome: UndoOutcome;
  readonly why: readonly UndoReason[];
  readonly count: number;
}

const MAY_BE_THERE = '(i.nonce IS NOT NULL OR i.didit_id IS NOT NULL)';
/** A face found on a user that was there before has a marker and no intent: it is not ours. */
const ADDED = 'f.marker IS NOT NULL AND f.intended_at IS NOT NULL';
const PAGE = 200;

/** What a rollback knows and notes. */
export class Undo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Forgets what an earlier rollback only planned or left alone: it is looked at anew. Open requests and what was done stay. Returns how
   * many items may have left something in Didit.
   */
  begin(): number {
    this.#database.run(
      "DELETE FROM undone WHERE asked_at IS NULL AND outcome IN ('to delete', 'to restore', 'kept', 'unproven')",
    );
    return this.#database.get<{ n: number }>(`SELECT count(*) AS n FROM items i WHERE ${MAY_BE_THERE}`)?.n ?? 0;
  }

  /** In the order of the plan, in pages; what was undone before is not among them. */
  *items(): Generator<UndoItem> {
    const sql = `SELECT i.id, i.vendor_data, i.wanted, i.state, i.code, i.nonce, i.origin, i.didit_id, i.status_before, i.status_set, i.status_seen,
            i.updated_at_seen, i.applied, i.marks, i.begun_at, i.ended_at, u.asked_at,
            (SELECT count(*) FROM faces f WHERE f.item_id = i.id AND ${ADDED}) AS faces
          FROM items i LEFT JOIN undone u ON u.item_id = i.id WHERE ${MAY_BE_THERE} AND i.id > ? ORDER BY i.id LIMIT ${PAGE}`;
    for (const row of rowsById<UndoColumns>(this.#database, sql)) yield toItem(row);
  }

  addedFaces(itemId: number): AddedFace[] {
    return this.#database
      .all<{ marker: string; uuid: string | null }>(`SELECT f.marker, f.uuid FROM faces f WHERE f.item_id = ? AND ${ADDED}`, [
        itemId,
      ])
      .map(({ marker, uuid }) => ({ marker, uuid: uuid ?? undefined }));
  }

  /** Committed before a delete goes out. If the process dies afterwards, the next rollback knows that a missing user may be its work. */
  ask(items: readonly UndoItem[]): void {
    for (const { id, diditId } of items)
      this.#database.run(
        `INSERT INTO undone (item_id, didit_id, asked_at) VALUES (?, ?, ?)
          ON CONFLICT (item_id) DO UPDATE SET didit_id = excluded.didit_id, asked_at = excluded.asked_at`,
        [id, diditId ?? null, Date.now()],
      );
  }

  /** The delete was clearly answered, and it was not for these. */
  unask(items: readonly UndoItem[]): void {
    for (const { id } of items) this.#database.run('UPDATE undone SET asked_at = NULL WHERE item_id = ?', [id]);
  }

  /** If the process dies before this commit, the same is found again by looking. */
  note(item: UndoItem, outcome: UndoOutcome, why: readonly UndoReason[] = []): void {
    this.#database.run(
      `INSERT INTO undone (item_id, didit_id, outcome, why, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (item_id) DO UPDATE SET didit_id = excluded.didit_id, outcome = excluded.outcome, why = excluded.why,
          at = excluded.at, asked_at = NULL`,
      [item.id, item.diditId ?? null, outcome, JSON.stringify(why), Date.now()],
    );
    // An open create that did not arrive stays open: the next run looks for its nonce before it creates.
    if (outcome === 'deleted' || outcome === 'restored' || (outcome === 'gone' && item.diditId !== undefined))
      this.#forget(item.id);
  }

  /** How many of each kind, in all rollbacks of this checkpoint so far. */
  counts(): UndoCount[] {
    return this.#database
      .all<{ outcome: UndoOutcome; why: string; n: number }>(
        'SELECT outcome, why, count(*) AS n FROM undone WHERE outcome IS NOT NULL GROUP BY outcome, why ORDER BY 3 DESC',
      )
      .map(({ outcome, why, n }) => ({ outcome, why: JSON.parse(why), count: n }));
  }

  /** In pages, in the order of the plan. */
  *rows(): Generator<UndoneRow> {
    const sql = `SELECT u.item_id AS id, i.vendor_data, u.didit_id, u.outcome, u.why, u.at FROM undone u JOIN items i ON i.id = u.item_id
          WHERE u.outcome IS NOT NULL AND u.item_id > ? ORDER BY u.item_id LIMIT ${PAGE}`;
    for (const { vendor_data, didit_id, outcome, why, at } of rowsById<UndoneColumns>(this.#database, sql))
      yield { vendorData: vendor_data, diditId: didit_id, outcome, why: JSON.parse(why), at };
  }

  /** Nothing of the item is in Didit. It waits for its export to be read again, and is begun anew then, with another nonce. */
  #forget(id: number): void {
    this.#database.run(
      `UPDATE items SET state = 'failed', code = 'rolled_back', detail = NULL, digest = '', intended = NULL, applied = NULL, nonce = NULL,
        origin = NULL, didit_id = NULL, status_before = NULL, status_set = NULL, status_seen = NULL, updated_at_seen = NULL, marks = NULL,
        begun_at = NULL, ended_at = ? WHERE id = ?`,
      [Date.now(), id],
    );
    this.#database.run('DELETE FROM faces WHERE item_id = ?', [id]);
  }
}

interface UndoneColumns {
  id: number;
  vendor_data: string;
  didit_id: string | null;
  outcome: UndoOutcome;
  why: string;
  at: number;
}

interface UndoColumns {
  id: number;
  vendor_data: string;
  wanted: DiditStatus;
  state: ItemState;
  code: string | null;
  nonce: string | null;
  origin: Origin | null;
  didit_id: string | null;
  status_before: string | null;
  status_set: string | null;
  status_seen: string | null;
  updated_at_seen: string | null;
  applied: string | null;
  marks: string | null;
  begun_at: number | null;
  ended_at: number | null;
  asked_at: number | null;
  faces: number;
}

function toItem(row: UndoColumns): UndoItem {
  return {
    id: row.id,
    vendorData: row.vendor_data,
    wanted: row.wanted,
    state: row.state,
    code: row.code ?? undefined,
    nonce: row.nonce ?? undefined,
    origin: row.origin ?? undefined,
    diditId: row.didit_id ?? undefined,
    statusBefore: row.status_before ?? undefined,
    statusSet: row.status_set ?? undefined,
    statusSeen: row.status_seen ?? undefined,
    updatedAtSeen: row.updated_at_seen ?? undefined,
    applied: row.applied ?? undefined,
    marks: row.marks ?? undefined,
    handledMs: row.begun_at === null || row.ended_at === null ? undefined : row.ended_at - row.begun_at,
    faces: row.faces,
    asked: row.asked_at !== null,
  };
}
