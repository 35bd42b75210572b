import type { Database } from '../database.js';

/** Images that stood in a record, as bytes. */
export class Images {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  find(sha256: string): Buffer | undefined {
    const row = this.#database.get<{ bytes: ArrayBuffer }>('SELECT bytes FROM images WHERE sha256 = ?', [sha256]);
    return row && Buffer.from(row.bytes);
  }

  /** Deletes what no face that is still wanted and no original refers to. */
  deleteUnneeded(): void {
    if (!this.#database.get('SELECT 1 FROM images LIMIT 1')) return;
    this.#database.run(`DELETE FROM images WHERE sha256 NOT IN (
      SELECT r.value ->> 'sha256' FROM faces f, json_each(f.reference) r WHERE r.value ->> 'sha256' IS NOT NULL
      UNION ALL SELECT r.value ->> 'sha256' FROM originals o, json_each(o.faces) r WHERE r.value ->> 'sha256' IS NOT NULL)`);
  }
}
