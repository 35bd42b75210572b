import type { Database } from '../database.js';
import type { Code, Detail, Problem } from '../errors.js';
import type { DiditStatus, FaceReference, ItemState, JsonObject } from '../model.js';
import type { Origin } from './items.js';
import type { MendedRecords } from './mended.js';
import { rowsById } from './pages.js';
import { recordNames } from './record-names.js';
import { MERGED } from './schema.js';
import type { Note } from './wanted-items.js';

/** What became of one item. */
export interface ResultRow {
  readonly vendorData: string;
  readonly diditId: string | null;
  readonly providerId: string | null;
  /** The former provider's own word. */
  readonly former: string | null;
  /** As Didit last showed it. */
  readonly statusSeen: string | null;
  readonly wanted: DiditStatus;
  readonly state: ItemState;
  readonly origin: Origin | null;
  /** States of the item's faces in order, with spaces between. */
  readonly faces: string | null;
  readonly code: Code | null;
  /** Codes of the item's faces, with spaces between. */
  readonly faceCodes: string | null;
  readonly notes: readonly Note[];
  readonly record: string;
}

/** A face that somebody is to have and Didit does not have yet. */
export interface WantedFaceRow {
  readonly vendorData: string;
  readonly providerId: string | null;
  readonly record: string;
  /** In order of preference. */
  readonly references: readonly FaceReference[];
  /** The name of the file that the plan found. */
  readonly found: string | null;
  readonly code: Code | null;
}

/** A record that needs a human, as it was read. */
export interface RejectRow {
  /** By which it is known again when it comes back. */
  readonly item: string;
  readonly record: string;
  readonly line: number | null;
  readonly fields: JsonObject;
  /** What is wrong with the record, its item and its faces, in this order. */
  readonly problems: readonly { readonly code: Code; readonly field?: string; readonly detail?: Detail }[];
}

/** The formats of exports by the kind of file that holds their rejects. */
const FORMATS = { csv: "('csv')", ndjson: "('json', 'ndjson', 'form')" } as const;
type RejectFormat = keyof typeof FORMATS;

const NEEDS_A_HUMAN = "('failed', 'held', 'partial')";

/** Two indexes know the few of them. */
const REJECTED = `SELECT id FROM records WHERE outcome = 'invalid' AND ${MERGED} UNION SELECT record_id FROM items WHERE state IN ${NEEDS_A_HUMAN}`;

/** Found by the user key, which is indexed, and kept where the record is the one that decides. What was erased cannot be fed back. */
const REJECTS = `records r JOIN originals o ON o.record_id = r.id
  LEFT JOIN items i ON i.user_key = r.user_key AND i.record_id = r.id AND i.state IN ${NEEDS_A_HUMAN}
  WHERE (r.outcome = 'invalid' AND r.${MERGED} OR i.id IS NOT NULL)`;

/** Where a ragged row keeps the cells that no column stands for. */
const SURPLUS = '_surplus';

const PAGE = 500;

/** Rows for the report, in pages: memory stays flat and no statement stays open while a run writes. */
export class ReportQueries {
  readonly #database: Database;
  readonly #mended: MendedRecords;

  constructor(database: Database, mended: MendedRecords) {
    this.#database = database;
    this.#mended = mended;
  }

  /** Every item in the order of the plan. An item that changes meanwhile is there once, as it was when its page was read. */
  *results(): Generator<ResultRow> {
    const nameOf = recordNames(this.#database);
    const rows = rowsById<ResultColumns>(
      this.#database,
      `SELECT i.id, i.vendor_data, i.didit_id, r.provider_id, r.former, i.status_seen, i.wanted,
        i.state, i.origin, i.code, i.notes, r.export_id, r.number,
        (SELECT group_concat(state, ' ') FROM (SELECT state FROM faces WHERE item_id = i.id ORDER BY position)) AS faces,
        (SELECT group_concat(code, ' ') FROM (SELECT code FROM faces WHERE item_id = i.id ORDER BY position)) AS face_codes
      FROM items i JOIN judged r ON r.id = i.record_id WHERE i.id > ? ORDER BY i.id LIMIT ${PAGE}`,
    );
    for (const row of rows)
      yield {
        vendorData: row.vendor_data,
        diditId: row.didit_id,
        providerId: row.provider_id,
        former: row.former,
        statusSeen: row.status_seen,
        wanted: row.wanted,
        state: row.state,
        origin: row.origin,
        faces: row.faces,
        code: row.code,
        faceCodes: row.face_codes,
        notes: row.notes === null ? [] : JSON.parse(row.notes),
        record: nameOf(row.export_id, row.number),
      };
  }

  /** The records that are invalid, and those that decide over an item which is failed, held or partial, in the order of the exports. */
  *rejects(format: RejectFormat): Generator<RejectRow> {
    const nameOf = recordNames(this.#database);
    const rows = rowsById<RejectColumns>(
      this.#database,
      `SELECT r.id, r.export_id, r.number, r.line, o.fields,
        CASE r.outcome WHEN 'invalid' THEN r.problems END AS problems, i.code, i.detail,
        (SELECT json_group_array(json_object('code', code, 'detail', json(COALESCE(detail, '{}'))))
          FROM faces WHERE item_id = i.id AND code IS NOT NULL) AS faces
      FROM ${REJECTS} AND r.export_id IN (SELECT id FROM exports WHERE format IN ${FORMATS[format]}) AND r.id > ?
      ORDER BY r.id LIMIT ${PAGE}`,
    );
    for (const row of rows) {
      const problems: Problem[] = row.problems === null ? [] : JSON.parse(row.problems);
      const item = row.code === null ? [] : [{ code: row.code, detail: row.detail === null ? {} : JSON.parse(row.detail) }];
      yield {
        item: this.#mended.nameOf(row.id),
        record: nameOf(row.export_id, row.number),
        line: row.line,
        fields: JSON.parse(row.fields),
        problems: [...problems, ...item, ...JSON.parse(row.faces)],
      };
    }
  }

  /** The faces that are not uploaded, in the order of the plan. */
  *wantedFaces(): Generator<WantedFaceRow> {
    const nameOf = recordNames(this.#database);
    const rows = rowsById<WantedFaceColumns>(
      this.#database,
      `SELECT f.id, i.vendor_data, r.provider_id, r.export_id, r.number, f.reference,
        f.found_name, f.code
      FROM faces f JOIN items i ON i.id = f.item_id JOIN records r ON r.id = i.record_id
      WHERE f.state <> 'uploaded' AND f.id > ? ORDER BY f.id LIMIT ${PAGE}`,
    );
    for (const row of rows)
      yield {
        vendorData: row.vendor_data,
        providerId: row.provider_id,
        record: nameOf(row.export_id, row.number),
        references: row.reference === null ? [] : JSON.parse(row.reference),
        found: row.found_name,
        code: row.code,
      };
  }

  /** How many records `rejects` gives. */
  countRejects(): Record<RejectFormat, number> {
    const count = (format: RejectFormat) =>
      this.#database.get<{ n: number }>(
        `SELECT count(*) AS n FROM records r JOIN originals o ON o.record_id = r.id WHERE r.id IN (${REJECTED})
          AND r.export_id IN (SELECT id FROM exports WHERE format IN ${FORMATS[format]})`,
      )?.n ?? 0;
    return { csv: count('csv'), ndjson: count('ndjson') };
  }

  /** The columns of all CSV exports in the order in which they were first seen, and one for surplus cells if a reject has them. */
  columns(): string[] {
    const rows = this.#database.all<{ columns: string }>('SELECT columns FROM exports WHERE columns IS NOT NULL ORDER BY id');
    const surplus = this.#database.get(`SELECT 1 FROM ${REJECTS} AND json_type(o.fields, '$.${SURPLUS}') IS NOT NULL LIMIT 1`);
    const columns = rows.flatMap<string>(({ columns }) => JSON.parse(columns)).filter((column) => column !== SURPLUS);
    return [...new Set([...columns, ...(surplus ? [SURPLUS] : [])])];
  }

  /** How many people have each note of the plan. */
  notes(): Partial<Record<Note, number>> {
    const rows = this.#database.all<{ note: Note; n: number }>(
      'SELECT n.value AS note, count(*) AS n FROM items i, json_each(i.notes) n WHERE i.notes IS NOT NULL GROUP BY 1 ORDER BY 2 DESC',
    );
    return Object.fromEntries(rows.map(({ note, n }) => [note, n]));
  }
}

interface ResultColumns {
  id: number;
  vendor_data: string;
  didit_id: string | null;
  provider_id: string | null;
  former: string | null;
  status_seen: string | null;
  wanted: DiditStatus;
  state: ItemState;
  origin: Origin | null;
  code: Code | null;
  notes: string | null;
  export_id: number;
  number: number;
  faces: string | null;
  face_codes: string | null;
}

interface WantedFaceColumns {
  id: number;
  vendor_data: string;
  provider_id: string | null;
  export_id: number;
  number: number;
  /** JSON. */
  reference: string | null;
  found_name: string | null;
  code: Code | null;
}

interface RejectColumns {
  id: number;
  export_id: number;
  number: number;
  line: number | null;
  fields: string;
  problems: string | null;
  code: Code | null;
  detail: string | null;
  faces: string;
}
