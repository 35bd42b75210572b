import type { Database } from '../database.js';
import type { AgainCode, Detail, ProblemCode } from '../errors.js';
import type { DiditStatus, ItemState, User } from '../model.js';
import { rowsById } from './pages.js';

export type Origin = 'created' | 'existing';

/** One user to migrate, as the apply step takes it up. */
export interface Item {
  readonly id: number;
  readonly vendorData: string;
  readonly recordId: number;
  readonly wanted: DiditStatus;
  readonly statusReason: string | undefined;
  readonly digest: string;
  /** The digest that the create carried: a later export may have changed what is wanted while the intent was open. */
  readonly intended: string | undefined;
  /** The digest that Didit is known to hold. */
  readonly applied: string | undefined;
  readonly state: ItemState;
  /** Of an intent to create; the intent is open while `diditId` is undefined. */
  readonly nonce: string | undefined;
  readonly origin: Origin | undefined;
  readonly diditId: string | undefined;
  readonly statusSeen: string | undefined;
  readonly updatedAtSeen: string | undefined;
  readonly code: string | undefined;
  readonly hasFaces: boolean;
  /** Undefined once it has been erased. */
  readonly user: User | undefined;
}

/** The user that Didit has for an item. */
export interface Proof {
  readonly origin: Origin;
  readonly diditId: string;
  readonly status: string | undefined;
  readonly updatedAt: string | undefined;
  /** The digest that Didit holds, if it is certain. */
  readonly applied: string | undefined;
  /** Of a created user. */
  readonly marks?: string | undefined;
}

interface Row {
  id: number;
  vendor_data: string;
  record_id: number;
  wanted: DiditStatus;
  status_reason: string | null;
  digest: string;
  intended: string | null;
  applied: string | null;
  state: ItemState;
  nonce: string | null;
  origin: Origin | null;
  didit_id: string | null;
  status_seen: string | null;
  updated_at_seen: string | null;
  code: string | null;
  has_faces: 0 | 1;
  user: string | null;
}

const COLUMNS = `i.id, i.vendor_data, i.record_id, i.wanted, i.status_reason, i.digest, i.intended, i.applied, i.state, i.nonce, i.origin, i.didit_id,
  i.status_seen, i.updated_at_seen, i.code, EXISTS (SELECT 1 FROM faces f WHERE f.item_id = i.id) AS has_faces,
  COALESCE(i.payload, o.user) AS user`;
const PAGE = 200;
const OPEN: ReadonlySet<ItemState> = new Set(['pending', 'in progress', 'held']);
/** Spelled as in the index that holds only these: else SQLite walks through everybody who is done. */
const OPEN_STATES = "i.state IN ('pending', 'in progress', 'held')";

/** The transitions of an item. Each is called inside a commit; the caller acts only after that has resolved. */
export class Items {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Items of a state in the order of the plan, in pages, so that memory stays flat and no statement stays open over a write.
   * An item that changes its state meanwhile is not shown twice.
   */
  *inState(state: ItemState): Generator<Item> {
    yield* this.#pages(
      `SELECT ${COLUMNS} FROM items i LEFT JOIN originals o ON o.record_id = i.record_id
      WHERE ${OPEN.has(state) ? OPEN_STATES : 'TRUE'} AND i.state = '${state}' AND i.id > ? ORDER BY i.id LIMIT ${PAGE}`,
    );
  }

  /** Bounds `pendingWithin` to these user keys as well. Held by this connection alone. Returns how many were new. */
  boundTo(userKeys: readonly string[]): number {
    this.#database.run('CREATE TEMP TABLE IF NOT EXISTS bound (user_key TEXT PRIMARY KEY) WITHOUT ROWID');
    return this.#database.transaction(() =>
      userKeys.reduce((sum, key) => sum + this.#database.run('INSERT OR IGNORE INTO bound VALUES (?)', [key]).changes, 0),
    );
  }

  countPendingWithin(): number {
    const sql = "SELECT count(*) AS n FROM items WHERE state = 'pending' AND user_key IN (SELECT user_key FROM bound)";
    return this.#database.get<{ n: number }>(sql)?.n ?? 0;
  }

  /** Pending items among those of `boundTo`. */
  *pendingWithin(): Generator<Item> {
    yield* this.#pages(
      `SELECT ${COLUMNS} FROM items i LEFT JOIN originals o ON o.record_id = i.record_id
        WHERE ${OPEN_STATES} AND i.state = 'pending' AND i.id > ? AND i.user_key IN (SELECT user_key FROM bound) ORDER BY i.id LIMIT ${PAGE}`,
    );
  }

  /**
   * Items whose user stands while a face is still to be uploaded: left by a run without faces, or taken up again.
   * @param whose `bound`: only those of `boundTo`
   */
  *withPendingFaces(whose: 'all' | 'bound'): Generator<Item> {
    // From the faces to their people: there may be a million who are done, and hardly one who waits for a face.
    for (const state of ['done', 'partial'] as const)
      yield* this.#pages(
        `SELECT ${COLUMNS} FROM (SELECT DISTINCT item_id FROM faces WHERE state = 'pending' AND item_id > ? ORDER BY item_id) f
          CROSS JOIN items i ON i.id = f.item_id LEFT JOIN originals o ON o.record_id = i.record_id
        WHERE i.state = '${state}' ${whose === 'bound' ? 'AND i.user_key IN (SELECT user_key FROM bound)' : ''} LIMIT ${PAGE}`,
      );
  }

  /**
   * Takes up again what was given up, all of it or what ended with one code. An item without a digest stays: it waits for records,
   * because its own speak against it (`id_collision`, `winner_invalid`) or are gone (`rolled_back`, `purged`).
   * @returns how many
   */
  retry(code: string | undefined): number {
    return this.#database.run(
      `UPDATE items SET state = CASE WHEN begun_at IS NULL THEN 'pending' ELSE 'in progress' END, code = NULL, detail = NULL
        WHERE state IN ('failed', 'held') AND digest <> '' AND code NOT IN ('id_collision', 'winner_invalid', 'record_withdrawn')
          AND (? IS NULL OR code = ?)`,
      [code ?? null, code ?? null],
    ).changes;
  }

  /** The item of one person. */
  ofUser(userKey: string): Item | undefined {
    const sql = `SELECT ${COLUMNS} FROM items i LEFT JOIN originals o ON o.record_id = i.record_id WHERE i.user_key = ?`;
    const row = this.#database.get<Row>(sql, [userKey]);
    return row && toItem(row);
  }

  /** Items as they stand now. */
  *withIds(ids: readonly number[]): Generator<Item> {
    for (const id of ids) {
      const sql = `SELECT ${COLUMNS} FROM items i LEFT JOIN originals o ON o.record_id = i.record_id WHERE i.id = ?`;
      for (const row of this.#database.all<Row>(sql, [id])) yield toItem(row);
    }
  }

  /** Committed before each create goes out. If the process dies afterwards, the next run looks for this nonce before it creates. */
  intendCreate(id: number, nonce: string): void {
    this.#database.run(
      "UPDATE items SET state = 'in progress', nonce = ?, intended = CASE WHEN intended IS NULL OR intended = digest THEN digest ELSE 'several' END, begun_at = COALESCE(begun_at, ?) WHERE id = ?",
      [nonce, Date.now(), id],
    );
  }

  /** From here on the item is never created again. */
  identify(id: number, found: Proof): void {
    this.#database.run(
      `UPDATE items SET state = 'in progress', origin = ?, didit_id = ?, status_before = CASE WHEN ? = 'existing' THEN ? END,
        status_seen = ?, updated_at_seen = ?, applied = ?, marks = ?, begun_at = COALESCE(begun_at, ?) WHERE id = ?`,
      [
        found.origin,
        found.diditId,
        found.origin,
        found.status ?? null,
        found.status ?? null,
        found.updatedAt ?? null,
        found.applied ?? null,
        found.marks ?? null,
        Date.now(),
        id,
      ],
    );
  }

  /**
   * What Didit showed last. While a correction is still to be made, `updated_at` stays as our own last change left it: that is how an
   * edit by somebody else is told, in this run and in every later one.
   */
  see(id: number, status: string | undefined, updatedAt: string | undefined): void {
    this.#database.run(
      'UPDATE items SET status_seen = ?, updated_at_seen = CASE WHEN applied IS digest THEN ? ELSE updated_at_seen END WHERE id = ?',
      [status ?? null, updatedAt ?? null, id],
    );
  }

  /** Didit holds what is wanted. `marks`: of a created user, as Didit shows it now. */
  apply(id: number, digest: string, marks?: string): void {
    this.#database.run('UPDATE items SET applied = ?, marks = ? WHERE id = ?', [digest, marks ?? null, id]);
  }

  /** Committed before the status of a user that was there before us is set: what a rollback may set back. Undefined where Didit refused. */
  intendStatus(id: number, status: DiditStatus | undefined): void {
    this.#database.run('UPDATE items SET status_set = ? WHERE id = ?', [status ?? null, id]);
  }

  /**
   * The end of an item; `done` erases what is personal of it, and the status of a user of ours is known to be ours.
   * If the process dies here, the item is ended again from the same facts.
   */
  end(item: Item, state: Exclude<ItemState, 'pending' | 'in progress'>, code?: ProblemCode | AgainCode, detail?: Detail): void {
    this.#database.run(
      `UPDATE items SET state = ?1, code = ?2, detail = ?3, ended_at = ?4, payload = iif(?1 = 'done', NULL, payload),
        status_set = iif(?1 IN ('done', 'partial') AND origin = 'created', wanted, status_set) WHERE id = ?5`,
      [state, code ?? null, detail ? JSON.stringify(detail) : null, Date.now(), item.id],
    );
    if (state !== 'done') return;
    this.#database.run(
      `DELETE FROM originals WHERE record_id IN (SELECT r.id FROM records r JOIN items i ON i.user_key = r.user_key
        WHERE i.id = ? AND r.outcome IN ('used', 'superseded'))`,
      [item.id],
    );
  }

  /** A face of an item that was done turned out not to be right. */
  endPartial(id: number): void {
    this.#database.run("UPDATE items SET state = 'partial' WHERE id = ? AND state = 'done'", [id]);
  }

  *#pages(sql: string): Generator<Item> {
    for (const row of rowsById<Row>(this.#database, sql)) yield toItem(row);
  }
}

function toItem(row: Row): Item {
  return {
    id: row.id,
    vendorData: row.vendor_data,
    recordId: row.record_id,
    wanted: row.wanted,
    statusReason: row.status_reason ?? undefined,
    digest: row.digest,
    intended: row.intended ?? undefined,
    applied: row.applied ?? undefined,
    state: row.state,
    nonce: row.nonce ?? undefined,
    origin: row.origin ?? undefined,
    diditId: row.didit_id ?? undefined,
    statusSeen: row.status_seen ?? undefined,
    updatedAtSeen: row.updated_at_seen ?? undefined,
    code: row.code ?? undefined,
    hasFaces: row.has_faces === 1,
    user: row.user === null ? undefined : JSON.parse(row.user),
  };
}
