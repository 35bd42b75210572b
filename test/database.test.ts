import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '../src/database.js';
import { Workdir } from './helpers/program.js';

let dir: Workdir;
let database: Database;
beforeEach(() => {
  dir = new Workdir();
  database = openDatabase(dir.path('a.db'), { mode: 'write', busyMs: 0 });
  onTestFinished(() => database.close());
  database.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE)');
});

const rows = () => database.all<{ b: string }>('SELECT b FROM t ORDER BY a').map(({ b }) => b);
const insert = (b: string) => database.run('INSERT INTO t (b) VALUES (?)', [b]);

test('a row that was written is read again, and its id is told', () => {
  expect(insert('x')).toEqual({ changes: 1, id: 1 });
  expect(database.get('SELECT * FROM t WHERE b = ?', ['x'])).toEqual({ a: 1, b: 'x' });
  expect(database.get('SELECT * FROM t WHERE b = ?', ['y'])).toBeUndefined();
});

test.each([0, 1, 49, 50, 51, 100, 237])('%i rows are inserted in their order', (count) => {
  const names = Array.from({ length: count }, (_, n) => `row ${n}`);
  database.insert(
    't (b)',
    names.map((name) => [name]),
  );
  expect(rows()).toEqual(names);
});

describe('a transaction', () => {
  test('is all or nothing, those inside it with it', () => {
    expect(() =>
      database.transaction(() => {
        insert('x');
        database.transaction(() => insert('y'));
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    expect(rows()).toEqual([]);
    expect(
      database.transaction(() => {
        insert('x');
        return database.transaction(() => insert('y').id);
      }),
    ).toBe(2);
    expect(rows()).toEqual(['x', 'y']);
  });

  test('after one that failed begins afresh', () => {
    insert('x');
    expect(() => database.transaction(() => insert('x'))).toThrow(/UNIQUE/);
    database.transaction(() => insert('y'));
    expect(rows()).toEqual(['x', 'y']);
  });
});

test('a full disk stops the run, and nothing of the transaction is there', () => {
  const pages = database.get<{ page_count: number }>('PRAGMA page_count')?.page_count;
  database.all(`PRAGMA max_page_count = ${pages}`);
  const fill = () => {
    insert('x');
    insert('y'.repeat(1_000_000));
  };
  expect(() => database.transaction(fill)).toThrow(expect.objectContaining({ code: 'disk_full', next: 'stop the run' }));
  expect(rows()).toEqual([]);
});

test('what the driver says about values does not go on', () => {
  const file = dir.path('a.db');
  const other = openDatabase(file, { mode: 'write', busyMs: 0 });
  onTestFinished(() => other.close());
  database.run('BEGIN EXCLUSIVE');
  expect(() => other.run('INSERT INTO t (b) VALUES (?)', ['Testa'])).toThrow(
    expect.objectContaining({ code: 'checkpoint_unusable', detail: { file, reason: 'another program has locked it' } }),
  );
  database.run('ROLLBACK');
});

test('a file that was opened for reading is not written', () => {
  const reader = openDatabase(dir.path('a.db'), { mode: 'read', busyMs: 0 });
  onTestFinished(() => reader.close());
  expect(() => reader.run('DELETE FROM t')).toThrow(expect.objectContaining({ code: 'checkpoint_unusable' }));
});
