import type { Database } from '../database.js';
import { pagesOf } from './pages.js';

const PAGE = 500;

/**
 * The files under --faces beside the faces that people want. Its table is made with the first name, in the private file of a dry run;
 * the checkpoint of a migration never has it.
 */
export class FaceFiles {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(names: readonly string[]): void {
    this.#database.run(
      'CREATE TABLE IF NOT EXISTS face_files (name TEXT PRIMARY KEY, wanted INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID',
    );
    this.#run('INSERT OR IGNORE INTO face_files (name) VALUES (?)', names);
  }

  /** Somebody's face may be taken from each of these. */
  want(names: readonly string[]): void {
    this.#run('UPDATE face_files SET wanted = 1 WHERE name = ?', names);
  }

  /** Files that belong to nobody of the export, by name. */
  *unwanted(): Generator<string> {
    const sql = `SELECT name FROM face_files WHERE wanted = 0 AND name > ? ORDER BY name LIMIT ${PAGE}`;
    for (const page of pagesOf<{ name: string }>(this.#database, sql, ({ name }) => name, ''))
      for (const { name } of page) yield name;
  }

  countUnwanted(): number {
    return this.#database.get<{ n: number }>('SELECT count(*) AS n FROM face_files WHERE wanted = 0')?.n ?? 0;
  }

  #run(sql: string, names: readonly string[]): void {
    this.#database.transaction(() => {
      for (const name of names) this.#database.run(sql, [name]);
    });
  }
}
