import type { Database } from '../database.js';
import { FACE_COLUMNS, type Face, type FaceRow, REOPENED, toFace } from './faces.js';
import { pagesById } from './pages.js';

const PAGE = 500;

/** Of a face `f`: does somebody else have the same file, or one that comes out as the same picture? */
const SHARED = `(EXISTS (SELECT 1 FROM faces g WHERE g.seen = f.seen AND g.item_id <> f.item_id)
  OR EXISTS (SELECT 1 FROM faces g WHERE g.prepared = f.prepared AND g.item_id <> f.item_id))`;

/** A picture as it is about to be uploaded. */
export interface Picture {
  /** Of the file that it was made from, in bytes. */
  readonly fileBytes: number;
  readonly fileDigest: string;
  readonly marker: string;
  readonly bytes: number;
}

/**
 * Pictures that different people have: at most one of them can be right, and a wrong face would let the wrong person in. Nobody
 * gets it; where it shows only after one of them was uploaded, that one is listed with the others.
 */
export class SharedFaces {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Pending faces whose file was not read and is exactly as large as another one: only these can be the same. In pages. */
  *unread(): Generator<Face[]> {
    const sql = `SELECT ${FACE_COLUMNS} FROM faces WHERE state = 'pending' AND found = 1 AND seen IS NULL AND id > ?
      AND bytes IN (SELECT bytes FROM faces WHERE bytes IS NOT NULL GROUP BY bytes HAVING count(*) > 1) ORDER BY id LIMIT ${PAGE}`;
    for (const page of pagesById<FaceRow>(this.#database, sql)) yield page.map(toFace);
  }

  noteDigest(id: number, digest: string): void {
    this.#database.run('UPDATE faces SET seen = ? WHERE id = ?', [digest, id]);
  }

  /** Refuses what is known to be shared and was not sent. */
  refuse(): void {
    this.#database.run(`UPDATE faces AS f SET state = 'refused', code = 'face_shared', detail = NULL
      WHERE state = 'pending' AND marker IS NULL AND ${SHARED}`);
    this.#database.run(`UPDATE faces AS f SET code = 'face_shared' WHERE state = 'uploaded' AND code IS NULL AND ${SHARED}`);
  }

  /** Takes up again what nobody else has any more, because the others were given other files. */
  release(): void {
    this.#database.run(`UPDATE faces AS f SET ${REOPENED} WHERE state = 'refused' AND code = 'face_shared' AND NOT ${SHARED}`);
    this.#database.run(`UPDATE faces AS f SET code = NULL WHERE state = 'uploaded' AND code = 'face_shared' AND NOT ${SHARED}`);
  }

  /**
   * Notes the picture that is about to be uploaded. Called inside a commit, so of two people with one picture the second is told.
   * @returns false where somebody else has it; whoever was first is marked
   */
  claim(id: number, { fileBytes, fileDigest, marker, bytes }: Picture): boolean {
    this.#database.run('UPDATE faces SET bytes = ?, seen = ?, prepared = ?, prepared_bytes = ? WHERE id = ?', [
      fileBytes,
      fileDigest,
      marker,
      bytes,
      id,
    ]);
    if (!this.#database.get(`SELECT 1 FROM faces f WHERE id = ? AND ${SHARED}`, [id])) return true;
    this.#database.run(
      `UPDATE faces SET code = 'face_shared', detail = NULL WHERE (prepared = ? OR seen = ?) AND id <> ?
        AND state IN ('pending', 'uploaded')`,
      [marker, fileDigest, id],
    );
    return false;
  }
}
