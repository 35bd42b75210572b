import type { Database } from '../database.js';
import type { Problem } from '../errors.js';
import type { JsonObject, RecordOutcome } from '../model.js';
import type { Meta } from './meta.js';
import { MERGED, UNMERGED } from './schema.js';

/** A record that a row of a file of rejects comes back for. */
export interface Mended {
  /** The record as an export first had it: whatever comes back for it, however often, stands in its place. */
  readonly standsFor: number;
  /** Its number in its export. */
  readonly number: number;
  /** The rest is that of what stands there now. */
  readonly vendorData: string | undefined;
  readonly userKey: string | undefined;
  readonly problems: readonly Problem[];
  /** Undefined once they have been erased. */
  readonly fields: JsonObject | undefined;
}

/** Which records the rows of a file of rejects are, and what it means that some of them come back. */
export class MendedRecords {
  readonly #database: Database;
  readonly #meta: Meta;

  constructor(database: Database, meta: Meta) {
    this.#database = database;
    this.#meta = meta;
  }

  /** What `_item` says in a file of rejects: the same for the same record in every report, and another one in every checkpoint. */
  nameOf(recordId: number): string {
    return `r${recordId}-${this.#mark}`;
  }

  /** The record that an `_item` names; undefined where it is not of this checkpoint. */
  find(item: string): Mended | undefined {
    const [, id, mark] = /^r(\d{1,15})-(\w+)$/.exec(item.trim()) ?? [];
    if (id === undefined || mark !== this.#mark) return undefined;
    const first = this.#database.get<{ id: number; number: number }>(
      `SELECT f.id, f.number FROM records r JOIN records f ON f.id = COALESCE(r.stands_for, r.id) WHERE r.id = ? AND r.${MERGED}`,
      [Number(id)],
    );
    if (!first) return undefined;
    const now = this.#database.get<Row>(
      `SELECT vendor_data, user_key, outcome, problems, fields FROM records r LEFT JOIN originals o ON o.record_id = r.id
        WHERE (r.id = ?1 OR r.stands_for = ?1) AND r.${MERGED} ORDER BY r.id DESC LIMIT 1`,
      [first.id],
    );
    return {
      standsFor: first.id,
      number: first.number,
      vendorData: now?.vendor_data ?? undefined,
      userKey: now?.user_key ?? undefined,
      problems: now?.problems ? JSON.parse(now.problems) : [],
      fields: now?.fields ? JSON.parse(now.fields) : undefined,
    };
  }

  get #mark(): string {
    return this.#meta.run.slice(0, 6);
  }
}

/** What was there for the rows of rejects that are being planned. */
const REPLACED = `SELECT old.id FROM records new JOIN records old ON old.id = new.stands_for OR old.stands_for = new.stands_for
  WHERE new.${UNMERGED} AND new.stands_for IS NOT NULL AND old.${MERGED}`;

/** The people whose records are replaced, by `into`, a table of user keys: a row that comes back may have another id. */
export function contestReplaced(database: Database, into: 'contested'): void {
  database.run(
    `INSERT OR IGNORE INTO ${into} SELECT user_key FROM records WHERE user_key IS NOT NULL AND outcome <> 'superseded' AND id IN (${REPLACED})`,
  );
}

/** What came back takes the place of what was there, of which nothing personal stays. */
export function supersedeReplaced(database: Database): void {
  database.run(`DELETE FROM originals WHERE record_id IN (${REPLACED})`);
  database.run(`UPDATE records SET outcome = 'superseded' WHERE id IN (${REPLACED})`);
}

/** Whose record came back is tried again, also where nothing of it had to be mended. */
export function takeUpReplaced(database: Database, exports: readonly number[]): void {
  const sql = `UPDATE items SET state = CASE WHEN begun_at IS NULL THEN 'pending' ELSE 'in progress' END, code = NULL, detail = NULL
    WHERE state IN ('failed', 'held') AND code NOT IN ('id_collision', 'winner_invalid', 'record_withdrawn') AND record_id IN (
      SELECT id FROM records WHERE stands_for IS NOT NULL AND export_id IN (SELECT value FROM json_each(?)))`;
  database.run(sql, [JSON.stringify(exports)]);
}

interface Row {
  vendor_data: string | null;
  user_key: string | null;
  outcome: RecordOutcome;
  problems: string | null;
  fields: string | null;
}
