import type { Database, Value } from '../database.js';

/**
 * The rows of a query, page by page: memory stays flat, and no statement is open while whoever takes them writes.
 * @param sql has one place, for the key after which a page begins; ordered by that key and limited
 * @param first comes before every key
 */
export function* pagesOf<Row>(database: Database, sql: string, keyOf: (row: Row) => Value, first: Value): Generator<Row[]> {
  for (let after = first; ; ) {
    const rows = database.all<Row>(sql, [after]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = keyOf(last);
  }
}

export function pagesById<Row extends { readonly id: number }>(database: Database, sql: string): Generator<Row[]> {
  return pagesOf<Row>(database, sql, ({ id }) => id, 0);
}

/** The same row by row. */
export function* rowsById<Row extends { readonly id: number }>(database: Database, sql: string): Generator<Row> {
  for (const page of pagesById<Row>(database, sql)) yield* page;
}
