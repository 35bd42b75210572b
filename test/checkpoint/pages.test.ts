import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pagesOf, rowsById } from '../../src/checkpoint/pages.js';
import { openDatabase } from '../../src/database.js';
import { Workdir } from '../helpers/program.js';

test('every row comes once and in order, however many fill a page', () => {
  const database = openDatabase(new Workdir().path('a.db'), { mode: 'write', busyMs: 0 });
  database.run('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)');
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 50 })), fc.integer({ min: 1, max: 10 }), (ids, size) => {
      database.run('DELETE FROM t');
      for (const id of ids) database.run('INSERT INTO t VALUES (?, ?)', [id, `n${String(id).padStart(2, '0')}`]);
      const sorted = ids.toSorted((a, b) => a - b);
      const rows = [...rowsById<{ id: number }>(database, `SELECT id FROM t WHERE id > ? ORDER BY id LIMIT ${size}`)];
      expect(rows.map(({ id }) => id)).toEqual(sorted);
      const byName = `SELECT id, name FROM t WHERE name > ? ORDER BY name LIMIT ${size}`;
      const pages = [...pagesOf<{ id: number; name: string }>(database, byName, ({ name }) => name, '')];
      expect(pages.flat().map(({ id }) => id)).toEqual(sorted);
      expect(pages.length).toBe(Math.ceil(ids.length / size));
    }),
  );
  database.close();
});
