import type { Database } from '../database.js';
import type { Code, Detail } from '../errors.js';
import type { DiditStatus } from '../model.js';
import { rowsById } from './pages.js';
import { recordNames } from './record-names.js';
import { MERGED } from './schema.js';

/** Something that waits for a human: an item, a record that could not be used, or a face. */
export interface HumanRow {
  readonly kind: 'held' | 'failed' | 'invalid' | 'face';
  readonly record: string;
  /** Null where the record has no id. */
  readonly vendorData: string | null;
  readonly diditId: string | null;
  /** The former provider's own word. */
  readonly former: string | null;
  readonly wanted: DiditStatus | null;
  readonly statusSeen: string | null;
  readonly problems: readonly { readonly code: Code; readonly field?: string; readonly detail?: Detail }[];
}

const PAGE = 500;

const ITEMS = `SELECT i.id, r.export_id, r.number, i.vendor_data, i.didit_id, r.former, i.wanted, i.status_seen,
    json_array(json_object('code', i.code, 'detail', json(COALESCE(i.detail, '{}')))) AS problems
  FROM items i JOIN judged r ON r.id = i.record_id WHERE i.code IS NOT NULL AND i.state = `;
const INVALID = `SELECT r.id, r.export_id, r.number, r.vendor_data, NULL AS didit_id, r.former, r.status AS wanted, NULL AS status_seen,
    r.problems FROM judged r WHERE r.outcome = 'invalid' AND r.${MERGED} AND r.problems IS NOT NULL`;
const FACES = `SELECT f.id, r.export_id, r.number, i.vendor_data, i.didit_id, r.former, i.wanted, i.status_seen,
    json_array(json_object('code', f.code, 'detail', json(COALESCE(f.detail, '{}')))) AS problems
  FROM faces f JOIN items i ON i.id = f.item_id JOIN judged r ON r.id = i.record_id
  WHERE f.code IS NOT NULL AND i.state NOT IN ('failed', 'held')`;

/** In the order in which somebody should look at them. */
const QUERIES = [
  { kind: 'held', sql: `${ITEMS} 'held'`, id: 'i.id' },
  { kind: 'failed', sql: `${ITEMS} 'failed'`, id: 'i.id' },
  { kind: 'invalid', sql: INVALID, id: 'r.id' },
  { kind: 'face', sql: FACES, id: 'f.id' },
] as const;

export class HumanRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  count(): number {
    return QUERIES.reduce(
      (sum, { sql }) => sum + (this.#database.get<{ n: number }>(`SELECT count(*) AS n FROM (${sql})`)?.n ?? 0),
      0,
    );
  }

  /** At most so many, in pages. */
  *first(most: number): Generator<HumanRow> {
    const nameOf = recordNames(this.#database);
    let left = most;
    for (const { kind, sql, id } of QUERIES)
      for (const row of rowsById<Row>(this.#database, `${sql} AND ${id} > ? ORDER BY ${id} LIMIT ${PAGE}`)) {
        if (left === 0) return;
        left -= 1;
        yield {
          kind,
          record: nameOf(row.export_id, row.number),
          vendorData: row.vendor_data,
          diditId: row.didit_id,
          former: row.former,
          wanted: row.wanted,
          statusSeen: row.status_seen,
          problems: JSON.parse(row.problems),
        };
      }
  }
}

interface Row {
  id: number;
  export_id: number;
  number: number;
  vendor_data: string | null;
  didit_id: string | null;
  former: string | null;
  wanted: DiditStatus | null;
  status_seen: string | null;
  /** JSON. */
  problems: string;
}
