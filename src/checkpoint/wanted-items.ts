import type { Database, Value } from '../database.js';
import type { Problem } from '../errors.js';
import type { DiditStatus, FaceReference, User } from '../model.js';
import { spelledOf } from './spelled.js';

/** Rolled back, or purged before it was done: the records that made the item have to be read again. */
export const WAITS = "i.digest = '' AND COALESCE(i.code, '') NOT IN ('id_collision', 'winner_invalid')";

/** What an item is to be. */
export interface WantedItem {
  readonly userKey: string;
  readonly vendorData: string;
  readonly recordId: number;
  readonly wanted: DiditStatus;
  readonly statusReason: string | undefined;
  readonly digest: string;
  /** Only where several records were joined. */
  readonly payload: User | undefined;
  /** Undefined where they stay as they are. */
  readonly faces: readonly FaceReference[] | undefined;
  readonly notes: readonly Note[];
}

/** What the plan wants a human to know about a person whose records it joined. */
export type Note = 'fraud_then_pass' | 'names_differ' | 'births_differ';

/** What the records of a person want of the item, settled while a plan is merged. */
export class WantedItems {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The status that a person's item wants so far. */
  statusOf(userKey: string): DiditStatus | undefined {
    return this.#database.get<{ wanted: DiditStatus }>('SELECT wanted FROM items WHERE user_key = ?', [userKey])?.wanted;
  }

  /** Is nothing of the person known any more, here or in Didit, until the deciding record is read again? */
  waitsForRecord(userKey: string): boolean {
    const sql = `SELECT 1 FROM items i WHERE i.user_key = ? AND i.didit_id IS NULL AND ${WAITS}`;
    return this.#database.get(sql, [userKey]) !== undefined;
  }

  /** Makes the item or changes it; one that was begun keeps its id, nonce and everything that is proven, and is taken up again. */
  want(item: WantedItem): void {
    const existing = this.#database.get<{
      id: number;
      digest: string;
      begun_at: number | null;
    }>('SELECT id, digest, begun_at FROM items WHERE user_key = ?', [item.userKey]);
    const values: Value[] = [
      spelledOf(item),
      item.recordId,
      item.payload ? JSON.stringify(item.payload) : null,
      item.wanted,
      item.statusReason ?? null,
      item.digest,
      item.notes.length > 0 ? JSON.stringify(item.notes) : null,
    ];
    if (!existing) {
      const { id } = this.#database.run(
        'INSERT INTO items (spelled, record_id, payload, wanted, status_reason, digest, notes, user_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        [...values, item.userKey],
      );
      this.#wantFaces(id, item.faces ?? []);
      return;
    }
    if (existing.digest === item.digest) {
      this.#database.run(
        "UPDATE items SET record_id = ? WHERE id = ? AND (SELECT outcome FROM records WHERE id = record_id) = 'superseded'",
        [item.recordId, existing.id],
      );
      this.eraseIfDone(item.userKey);
      return;
    }
    // The bytes of vendor_data that Didit knows stay as they were sent.
    this.#database.run(
      `UPDATE items SET spelled = CASE WHEN begun_at IS NULL THEN ? ELSE spelled END, record_id = ?, payload = ?, wanted = ?,
        status_reason = ?, digest = ?, notes = ?, code = NULL, detail = NULL, state = CASE WHEN state = 'in progress' THEN state ELSE 'pending' END WHERE id = ?`,
      [...values, existing.id],
    );
    if (item.faces === undefined) return;
    if (
      existing.begun_at !== null &&
      this.#database.get("SELECT 1 FROM faces WHERE item_id = ? AND (state IN ('uploaded', 'unknown') OR marker IS NOT NULL)", [
        existing.id,
      ])
    )
      return;
    this.#database.run('DELETE FROM faces WHERE item_id = ?', [existing.id]);
    this.#wantFaces(existing.id, item.faces);
  }

  /** A record that changes nothing about a person who is done leaves nothing personal behind. */
  eraseIfDone(userKey: string): void {
    this.#database.run(
      `DELETE FROM originals WHERE record_id IN (SELECT id FROM judged WHERE user_key = ? AND kind = 'user')
        AND EXISTS (SELECT 1 FROM items WHERE user_key = ? AND state = 'done')`,
      [userKey, userKey],
    );
  }

  /**
   * The records decide that there is nobody to migrate. An item that was begun stays, because Didit may hold its user, but what it
   * wanted is not sent any more until the records decide anew, also where it was given up before and could be tried again.
   */
  withdraw(userKey: string, { code, detail }: Problem): void {
    this.#database.run('DELETE FROM faces WHERE item_id IN (SELECT id FROM items WHERE user_key = ? AND begun_at IS NULL)', [
      userKey,
    ]);
    this.#database.run('DELETE FROM items WHERE user_key = ? AND begun_at IS NULL', [userKey]);
    this.#database.run(
      `UPDATE items SET state = 'failed', code = ?, detail = ?, digest = ''
        WHERE user_key = ? AND digest <> '' AND state IN ('pending', 'in progress', 'held', 'failed')`,
      [code, detail ? JSON.stringify(detail) : null, userKey],
    );
  }

  #wantFaces(itemId: number, faces: readonly FaceReference[]): void {
    if (faces.length > 0)
      this.#database.run('INSERT INTO faces (item_id, position, reference) VALUES (?, 0, ?)', [itemId, JSON.stringify(faces)]);
  }
}
