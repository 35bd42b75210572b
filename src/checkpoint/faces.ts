import type { Detail, ProblemCode } from '../errors.js';
import type { FaceReference, FaceState } from '../model.js';
import type { Database } from './database.js';

/** One face that a person is to have. */
export interface Face {
  readonly id: number;
  readonly itemId: number;
  readonly state: FaceState;
  /** Where it may be, in order of preference. */
  readonly references: readonly FaceReference[];
  /** Of an open intent to upload. */
  readonly marker: string | undefined;
  readonly intendedAt: number | undefined;
}

interface Row {
  id: number;
  item_id: number;
  state: FaceState;
  reference: string | null;
  marker: string | null;
  intended_at: number | null;
}

const COLUMNS = 'id, item_id, state, reference, marker, intended_at';
const PAGE = 500;

/** The transitions of a face. Each is called inside a commit; the caller acts only after that has resolved. */
export class Faces {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  pendingOf(itemId: number): Face[] {
    return this.#database
      .all<Row>(`SELECT ${COLUMNS} FROM faces WHERE item_id = ? AND state = 'pending' ORDER BY position`, [itemId])
      .map(toFace);
  }

  countPending(): number {
    return this.#database.get<{ n: number }>("SELECT count(*) AS n FROM faces WHERE state = 'pending'")?.n ?? 0;
  }

  /** Faces for which no file was found yet, in pages. */
  *notFound(): Generator<Face[]> {
    for (let after = 0; ; ) {
      const rows = this.#database.all<Row>(
        `SELECT ${COLUMNS} FROM faces WHERE state = 'pending' AND found IS NOT 1 AND id > ? ORDER BY id LIMIT ${PAGE}`,
        [after],
      );
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(toFace);
      after = last.id;
    }
  }

  /** What the plan saw under --faces; the apply step looks again. */
  noteLook(id: number, found: boolean, code: ProblemCode | undefined): void {
    this.#database.run('UPDATE faces SET found = ?, code = ? WHERE id = ?', [found ? 1 : 0, code ?? null, id]);
  }

  /** Committed before the upload goes out. If the process dies afterwards, the next run looks for this marker before it uploads. */
  intend(id: number, marker: string): void {
    this.#database.run('UPDATE faces SET marker = ?, intended_at = ?, code = NULL, detail = NULL WHERE id = ?', [
      marker,
      Date.now(),
      id,
    ]);
  }

  /** An earlier upload of this face was not answered and may still arrive: whether it is there twice is looked up at the end. */
  doubt(id: number): void {
    this.#database.run('UPDATE faces SET doubtful = 1 WHERE id = ?', [id]);
  }

  /** Uploaded faces that may be there twice, with their users. */
  doubtful(): { id: number; itemId: number; diditId: string; uuid: string; marker: string; intendedAt: number }[] {
    return this.#database.all(`SELECT f.id, f.item_id AS itemId, i.didit_id AS diditId, f.uuid, f.marker, f.intended_at AS intendedAt
      FROM faces f JOIN items i ON i.id = f.item_id WHERE f.doubtful = 1 AND f.state = 'uploaded' ORDER BY f.id`);
  }

  /** It is there once. */
  trust(id: number): void {
    this.#database.run('UPDATE faces SET doubtful = NULL WHERE id = ?', [id]);
  }

  /** The intent is settled: the upload never went out, or Didit clearly did nothing. */
  forget(id: number): void {
    this.#database.run('UPDATE faces SET marker = NULL, intended_at = NULL WHERE id = ?', [id]);
  }

  markerOf(id: number): string | undefined {
    return this.#database.get<{ marker: string | null }>('SELECT marker FROM faces WHERE id = ?', [id])?.marker ?? undefined;
  }

  uploaded(id: number, uuid: string): void {
    this.#database.run(
      "UPDATE faces SET state = 'uploaded', uuid = ?, reference = NULL, code = NULL, detail = NULL WHERE id = ?",
      [uuid, id],
    );
  }

  /** The end of a face that was not uploaded, or of which nobody can tell. */
  end(id: number, state: 'refused' | 'unknown', code: ProblemCode, detail?: Detail): void {
    this.#database.run('UPDATE faces SET state = ?, code = ?, detail = ? WHERE id = ?', [
      state,
      code,
      detail ? JSON.stringify(detail) : null,
      id,
    ]);
  }

  /** Faces of an item by state, for the end of the item. */
  statesOf(itemId: number): FaceState[] {
    return this.#database
      .all<{ state: FaceState }>('SELECT state FROM faces WHERE item_id = ?', [itemId])
      .map(({ state }) => state);
  }
}

function toFace(row: Row): Face {
  return {
    id: row.id,
    itemId: row.item_id,
    state: row.state,
    references: row.reference === null ? [] : JSON.parse(row.reference),
    marker: row.marker ?? undefined,
    intendedAt: row.intended_at ?? undefined,
  };
}
