import type { Database } from '../database.js';
import type { DiditStatus, ItemState } from '../model.js';
import type { Origin } from './items.js';
import type { Meta } from './meta.js';
import { rowsById } from './pages.js';

/** What reading a user back has shown. `unread`: Didit gave no clear answer. */
export type VerifyResult = 'match' | 'differs' | 'missing' | 'not ours' | 'unread';

/** What a verification looks at. One that was interrupted goes on only with the same. */
export interface VerifyScope {
  /** At random; undefined for everybody. */
  readonly sample: number | undefined;
  /** The exports as they were named; empty where the checkpoint alone is compared. */
  readonly exports: readonly string[];
}

/** The last verification of a checkpoint. */
export interface VerifyPass extends VerifyScope {
  readonly begunAt: number;
  /** Undefined while not everybody was read. */
  readonly endedAt: number | undefined;
  /** Could Didit's list of faces be read? Undefined where nobody was to have one. */
  readonly faces: 'read' | 'unavailable' | undefined;
}

/** An item whose user is known to be in Didit. */
export interface VerifyItem {
  readonly id: number;
  readonly vendorData: string;
  readonly wanted: DiditStatus;
  readonly state: ItemState;
  readonly nonce: string | undefined;
  readonly origin: Origin;
  readonly diditId: string;
  readonly statusSeen: string | undefined;
  readonly applied: string | undefined;
  readonly marks: string | undefined;
}

/** A face that was uploaded. */
export interface UploadedFace {
  readonly uuid: string;
  readonly marker: string | undefined;
}

export interface VerifiedRow {
  readonly vendorData: string;
  readonly diditId: string | null;
  /** Undefined where it was not read yet. */
  readonly result: VerifyResult | 'not migrated' | undefined;
  readonly fields: readonly string[];
  readonly at: number | undefined;
}

const PAGE = 200;

/** Whom a verification reads back, and what came of it. */
export class Verification {
  readonly #database: Database;
  readonly #meta: Meta;

  constructor(database: Database, meta: Meta) {
    this.#database = database;
    this.#meta = meta;
  }

  last(): VerifyPass | undefined {
    const stored = this.#meta.get('verification');
    return stored === undefined ? undefined : JSON.parse(stored);
  }

  /** Goes on with the same verification where one was interrupted, else begins a new one. Returns how many people are still to be read. */
  begin({ sample, exports }: VerifyScope): number {
    const last = this.last();
    const goesOn =
      last && last.endedAt === undefined && last.sample === sample && JSON.stringify(last.exports) === JSON.stringify(exports);
    if (!goesOn)
      this.#database.transaction(() => {
        this.#database.run('DELETE FROM verified');
        this.#database.run(
          `INSERT INTO verified (item_id) SELECT id FROM items WHERE didit_id IS NOT NULL ${sample === undefined ? '' : 'ORDER BY random() LIMIT ?'}`,
          sample === undefined ? [] : [sample],
        );
        this.#set({ sample, exports, begunAt: Date.now(), endedAt: undefined, faces: undefined });
      });
    return this.#database.get<{ n: number }>('SELECT count(*) AS n FROM verified WHERE result IS NULL')?.n ?? 0;
  }

  /** Those who are still to be read, in the order of the plan and in pages. */
  *open(): Generator<VerifyItem> {
    const sql = `SELECT i.id, i.vendor_data, i.wanted, i.state, i.nonce, i.origin, i.didit_id, i.status_seen, i.applied, i.marks
          FROM verified v JOIN items i ON i.id = v.item_id WHERE v.result IS NULL AND v.item_id > ? ORDER BY v.item_id LIMIT ${PAGE}`;
    for (const row of rowsById<VerifyColumns>(this.#database, sql)) yield toItem(row);
  }

  uploadedFaces(itemId: number): UploadedFace[] {
    return this.#database
      .all<{ uuid: string; marker: string | null }>(
        "SELECT uuid, marker FROM faces WHERE item_id = ? AND state = 'uploaded' AND uuid IS NOT NULL",
        [itemId],
      )
      .map(({ uuid, marker }) => ({ uuid, marker: marker ?? undefined }));
  }

  /** If the process dies before this commit, the user is read again. */
  note(itemId: number, result: VerifyResult, fields: readonly string[]): void {
    this.#database.run('UPDATE verified SET result = ?, fields = ?, at = ? WHERE item_id = ?', [
      result,
      JSON.stringify(fields),
      Date.now(),
      itemId,
    ]);
  }

  noteFaces(faces: 'read' | 'unavailable'): void {
    const last = this.last();
    if (last && last.faces !== faces) this.#set({ ...last, faces });
  }

  /** Everybody was read. */
  end(): void {
    const last = this.last();
    if (last) this.#set({ ...last, endedAt: Date.now() });
  }

  counts(): { readonly result: VerifyResult | null; readonly count: number }[] {
    return this.#database.all('SELECT result, count(*) AS count FROM verified GROUP BY result');
  }

  /** How many people differ in each field. */
  fields(): { readonly field: string; readonly count: number }[] {
    return this.#database.all(
      "SELECT f.value AS field, count(*) AS count FROM verified v, json_each(v.fields) f WHERE v.result = 'differs' GROUP BY 1 ORDER BY 2 DESC",
    );
  }

  /** People of the plan who have no user in Didit as far as is known. */
  notMigrated(): number {
    return this.#database.get<{ n: number }>('SELECT count(*) AS n FROM items WHERE didit_id IS NULL')?.n ?? 0;
  }

  isKnown(userKey: string): boolean {
    return this.#database.get('SELECT 1 FROM items WHERE user_key = ?', [userKey]) !== undefined;
  }

  /** Everybody who was or is to be read, and everybody who is not migrated, in the order of the plan and in pages. */
  *rows(): Generator<VerifiedRow> {
    const sql = `SELECT i.id, i.vendor_data, i.didit_id, v.result, v.fields, v.at FROM items i LEFT JOIN verified v ON v.item_id = i.id
          WHERE (v.item_id IS NOT NULL OR i.didit_id IS NULL) AND i.id > ? ORDER BY i.id LIMIT ${PAGE}`;
    for (const row of rowsById<RowColumns>(this.#database, sql))
      yield {
        vendorData: row.vendor_data,
        diditId: row.didit_id,
        result: row.didit_id === null ? 'not migrated' : (row.result ?? undefined),
        fields: row.fields === null ? [] : JSON.parse(row.fields),
        at: row.at ?? undefined,
      };
  }

  #set(pass: VerifyPass): void {
    this.#meta.set('verification', JSON.stringify(pass));
  }
}

interface RowColumns {
  id: number;
  vendor_data: string;
  didit_id: string | null;
  result: VerifyResult | null;
  fields: string | null;
  at: number | null;
}

interface VerifyColumns {
  id: number;
  vendor_data: string;
  wanted: DiditStatus;
  state: ItemState;
  nonce: string | null;
  origin: Origin | null;
  didit_id: string;
  status_seen: string | null;
  applied: string | null;
  marks: string | null;
}

function toItem(row: VerifyColumns): VerifyItem {
  return {
    id: row.id,
    vendorData: row.vendor_data,
    wanted: row.wanted,
    state: row.state,
    nonce: row.nonce ?? undefined,
    origin: row.origin ?? 'existing',
    diditId: row.didit_id,
    statusSeen: row.status_seen ?? undefined,
    applied: row.applied ?? undefined,
    marks: row.marks ?? undefined,
  };
}
