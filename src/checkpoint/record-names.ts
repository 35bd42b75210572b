import type { Database } from '../database.js';

/** How a record is named to a person: its number, as "file:number" where there are several exports. */
export function recordNames(database: Database): (exportId: number, number: number) => string {
  const exports = database.all<{ id: number; file: string }>('SELECT id, file FROM exports');
  if (exports.length < 2) return (_, number) => String(number);
  const files = new Map(exports.map(({ id, file }) => [id, file]));
  return (exportId, number) => `${files.get(exportId)}:${number}`;
}
