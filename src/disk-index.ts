/** Finds values by key, however many there are: what has to be joined goes to the disk, so that memory stays flat. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './database.js';
import type { Json } from './model.js';

export interface DiskIndex {
  /** A key may be added several times. All adding comes before the first finding. */
  add(key: string, value: Json): void;
  /** Every value of that key, in the order in which they were added. */
  find(key: string): readonly Json[];
  /** Every key once with its count of values, in no particular order. */
  keys(): IterableIterator<{ readonly key: string; readonly count: number }>;
  /** The index and its file are gone afterwards. */
  close(): void;
}

/** Whatever is in memory of the index at a time, in KiB. */
const CACHE_KIB = 16_000;
const ROWS_PER_TRANSACTION = 10_000;

/** Keys and values are kept as JSON: the driver reads a text only up to its first NUL. */
const write = (value: Json) => JSON.stringify(value);
const read = (text: string): Json => JSON.parse(text);

/**
 * An index in a private file that nobody else can see: it holds people's data, so it has no name from the moment it is open (where the
 * system allows that), and is gone when the process is, however it ends.
 * @throws MigrateError `disk_full`, here and from every call
 */
export function openDiskIndex(): DiskIndex {
  const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const database = openDatabase(join(folder, 'index.db'), { mode: 'write', busyMs: 0 });
  // Nothing here has to survive anything: no journal, no waiting for the disk.
  database.all('PRAGMA journal_mode = OFF');
  database.all('PRAGMA synchronous = OFF');
  database.all(`PRAGMA cache_size = -${CACHE_KIB}`);
  database.run('CREATE TABLE entries (key TEXT NOT NULL, value TEXT NOT NULL)');
  // Windows keeps an open file; there it goes with `close`.
  if (process.platform !== 'win32') remove();

  let open = 0;
  let indexed = false;
  const settle = () => {
    if (open > 0) database.run('COMMIT');
    open = 0;
  };
  /** After the load: one sort instead of a search for each row. */
  const indexOnce = () => {
    if (indexed) return;
    settle();
    database.run('CREATE INDEX entries_by_key ON entries (key)');
    indexed = true;
  };

  return {
    add(key, value) {
      if (open === 0) database.run('BEGIN');
      database.run('INSERT INTO entries (key, value) VALUES (?, ?)', [write(key), write(value)]);
      open += 1;
      if (open === ROWS_PER_TRANSACTION) settle();
    },
    find(key) {
      indexOnce();
      return database
        .all<{ value: string }>('SELECT value FROM entries WHERE key = ? ORDER BY rowid', [write(key)])
        .map(({ value }) => read(value));
    },
    *keys() {
      indexOnce();
      const rows = database.iterate<{ key: string; count: number }>('SELECT key, count(*) AS count FROM entries GROUP BY key');
      for (const { key, count } of rows) yield { key: String(read(key)), count };
    },
    close() {
      database.close();
      remove();
    },
  };
}
