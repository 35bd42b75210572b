import type { Database } from '../database.js';
import type { AgainCode, Detail, Problem, ProblemCode } from '../errors.js';
import type { FaceLook, FaceReference, FaceState } from '../model.js';
import { pagesById } from './pages.js';

/** One face that a person is to have. */
export interface Face {
  readonly id: number;
  readonly itemId: number;
  /** Among the faces of its person, from 0. Those after the first are there only if there is another image for them. */
  readonly position: number;
  readonly state: FaceState;
  /** Where it may be, in order of preference. */
  readonly references: readonly FaceReference[];
  /** Of an open intent to upload. */
  readonly marker: string | undefined;
  readonly intendedAt: number | undefined;
  /** Digest of the file that was refused. */
  readonly seen: string | undefined;
}

/** An uploaded face that may be there twice. */
export interface DoubtfulFace {
  readonly id: number;
  readonly itemId: number;
  readonly diditId: string;
  readonly uuid: string;
  readonly marker: string;
  readonly intendedAt: number;
}

export interface FaceRow {
  id: number;
  item_id: number;
  position: number;
  state: FaceState;
  reference: string | null;
  marker: string | null;
  intended_at: number | null;
  seen: string | null;
}

export const FACE_COLUMNS = 'id, item_id, position, state, reference, marker, intended_at, seen';
const PAGE = 500;

/** That somebody else has the same picture stays to be said, whatever becomes of the upload. */
const CODE_UNLESS_SHARED = "code = CASE code WHEN 'face_shared' THEN code END, detail = NULL";

/** Taken up again: nothing is known of its file. An open marker stays. */
export const REOPENED =
  "state = 'pending', found = NULL, found_name = NULL, bytes = NULL, seen = NULL, prepared = NULL, prepared_bytes = NULL, code = NULL, detail = NULL";

/** The transitions of a face. Each is called inside a commit; the caller acts only after that has resolved. */
export class Faces {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  pendingOf(itemId: number): Face[] {
    return this.#database
      .all<FaceRow>(`SELECT ${FACE_COLUMNS} FROM faces WHERE item_id = ? AND state = 'pending' ORDER BY position`, [itemId])
      .map(toFace);
  }

  /** Pending faces that can be nowhere but under --faces. */
  countPendingFiles(): number {
    const sql = `SELECT count(*) AS n FROM faces f WHERE state = 'pending'
      AND NOT EXISTS (SELECT 1 FROM json_each(f.reference) r WHERE r.value ->> 'kind' <> 'file')`;
    return this.#database.get<{ n: number }>(sql)?.n ?? 0;
  }

  /** Lets each person whose faces are still to come have as many as there are references, but at most so many. */
  allow(most: number): void {
    this.#database.transaction(() => {
      this.#database.run("DELETE FROM faces WHERE position >= ? AND state = 'pending' AND marker IS NULL", [most]);
      this.#database.run(
        `INSERT INTO faces (item_id, position, reference) SELECT f.item_id, p.value, f.reference FROM faces f, json_each('[1, 2, 3, 4]') p
          WHERE f.position = 0 AND f.state = 'pending' AND p.value < ? AND p.value < json_array_length(f.reference)
            AND NOT EXISTS (SELECT 1 FROM faces g WHERE g.item_id = f.item_id AND g.position = p.value)`,
        [most],
      );
    });
  }

  /** There is no further image for it. */
  drop(id: number): void {
    this.#database.run('DELETE FROM faces WHERE id = ? AND position > 0 AND marker IS NULL', [id]);
  }

  /** Markers of the images that the person's faces before this one stand for. */
  takenBefore({ itemId, position }: Face): ReadonlySet<string> {
    const rows = this.#database.all<{ marker: string }>(
      `SELECT COALESCE(marker, prepared) AS marker FROM faces WHERE item_id = ? AND position < ? AND COALESCE(marker, prepared) IS NOT NULL`,
      [itemId, position],
    );
    return new Set(rows.map(({ marker }) => marker));
  }

  /** Faces that are still to be uploaded, in pages. */
  pending(): Generator<Face[]> {
    return this.#pages("state = 'pending'");
  }

  /** Those of them for which no file was found yet. */
  notFound(): Generator<Face[]> {
    return this.#pages("state = 'pending' AND found IS NOT 1");
  }

  /** Faces that ended badly while their user stands, in pages. One that is there twice is not among them: it is for a human. */
  endedBadly(): Generator<Face[]> {
    return this.#pages(`state IN ('refused', 'unknown') AND code <> 'face_doubled' AND (code = 'face_shared'
      OR EXISTS (SELECT 1 FROM items i WHERE i.id = faces.item_id AND i.state IN ('done', 'partial')))`);
  }

  /** Takes a face up again. An open marker stays: it is looked for before anything is sent. */
  reopen(id: number): void {
    this.#database.run(`UPDATE faces SET ${REOPENED} WHERE id = ?`, [id]);
  }

  /** What the plan saw under --faces; the apply step looks again. */
  noteLook(id: number, { problem, link, name, bytes, digest, prepared }: FaceLook): void {
    this.#database.run(
      `UPDATE faces SET found = ?, found_name = ?, code = ?, detail = ?, bytes = ?, seen = ?, prepared = ?, prepared_bytes = ?
        WHERE id = ?`,
      [
        problem ? 0 : link ? 2 : 1,
        name ?? null,
        problem?.code ?? null,
        problem?.detail ? JSON.stringify(problem.detail) : null,
        bytes ?? null,
        digest ?? null,
        prepared?.marker ?? null,
        prepared?.bytes ?? null,
        id,
      ],
    );
  }

  /** Committed before the upload goes out. If the process dies afterwards, the next run looks for this marker before it uploads. */
  intend(id: number, marker: string): void {
    this.#database.run(`UPDATE faces SET marker = ?, intended_at = ?, ${CODE_UNLESS_SHARED} WHERE id = ?`, [
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
  doubtful(): DoubtfulFace[] {
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

  /** `marker`: of a face that was there before anything was intended. */
  uploaded(id: number, uuid: string, marker?: string): void {
    this.#database.run(
      `UPDATE faces SET state = 'uploaded', uuid = ?, marker = COALESCE(?, marker), reference = NULL, found_name = NULL, ${CODE_UNLESS_SHARED}
        WHERE id = ?`,
      [uuid, marker ?? null, id],
    );
  }

  /** The file cannot be used as it is, or Didit will not have it: nothing of it is there. */
  refuse(id: number, problem: Problem, seen: string | undefined): void {
    this.#database.run(
      "UPDATE faces SET state = 'refused', marker = NULL, intended_at = NULL, seen = ?, code = ?, detail = ? WHERE id = ?",
      [seen ?? null, problem.code, problem.detail ? JSON.stringify(problem.detail) : null, id],
    );
  }

  /** Its image could not be fetched this time: it stays pending, and the next run tries again. */
  postpone(id: number, { code, detail }: { readonly code: AgainCode; readonly detail: Detail }): void {
    this.#database.run('UPDATE faces SET code = ?, detail = ? WHERE id = ?', [code, JSON.stringify(detail), id]);
  }

  /** Nobody can tell whether it is there. */
  giveUp(id: number, code: ProblemCode): void {
    this.#database.run("UPDATE faces SET state = 'unknown', code = ?, detail = NULL WHERE id = ?", [code, id]);
  }

  /** Faces of an item by state, for the end of the item. */
  statesOf(itemId: number): FaceState[] {
    return this.#database
      .all<{ state: FaceState }>('SELECT state FROM faces WHERE item_id = ?', [itemId])
      .map(({ state }) => state);
  }

  *#pages(condition: string): Generator<Face[]> {
    const sql = `SELECT ${FACE_COLUMNS} FROM faces WHERE ${condition} AND id > ? ORDER BY id LIMIT ${PAGE}`;
    for (const page of pagesById<FaceRow>(this.#database, sql)) yield page.map(toFace);
  }
}

export function toFace(row: FaceRow): Face {
  return {
    id: row.id,
    itemId: row.item_id,
    position: row.position,
    state: row.state,
    references: row.reference === null ? [] : JSON.parse(row.reference),
    marker: row.marker ?? undefined,
    intendedAt: row.intended_at ?? undefined,
    seen: row.seen ?? undefined,
  };
}
