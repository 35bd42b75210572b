import Libsql from 'libsql';
import { MigrateError } from './errors.js';

/** Bytes come back as an ArrayBuffer. */
export type Value = string | number | null | Uint8Array;
export type Values = readonly Value[];

/** The little of SQLite that the checkpoint needs, so that another driver can take over by rewriting this file alone. */
export interface Database {
  readonly file: string;
  run(sql: string, values?: Values): { readonly changes: number; readonly id: number };
  /**
   * Inserts rows, many with one statement: that takes less than half of the time.
   * @param into table and columns, as they follow INSERT INTO
   */
  insert(into: string, rows: readonly Values[]): void;
  /** The row's type is the caller's word: the SQL beside it says which columns come back. */
  get<Row>(sql: string, values?: Values): Row | undefined;
  all<Row>(sql: string, values?: Values): Row[];
  iterate<Row>(sql: string, values?: Values): IterableIterator<Row>;
  /** All of `work` or none of it. */
  transaction<T>(work: () => T): T;
  close(): void;
}

const ROWS_TOGETHER = 50;

export interface OpenOptions {
  readonly mode: 'write' | 'read';
  /** How long to wait for another connection, in milliseconds. */
  readonly busyMs: number;
}

/** @throws MigrateError `checkpoint_unusable` or `disk_full`, here and from every call */
export function openDatabase(file: string, { mode, busyMs }: OpenOptions): Database {
  const native = guarded(file, () => new Libsql(file, { timeout: busyMs }));
  // The driver has no read-only opening.
  if (mode === 'read') guarded(file, () => native.exec('PRAGMA query_only = ON'));
  const statements = new Map<string, Libsql.Statement<unknown[]>>();
  const inserts = new Map<string, string>();
  const prepare = (sql: string) => {
    const statement = statements.get(sql) ?? native.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  let depth = 0;

  const database: Database = {
    file,
    run: (sql, values = []) =>
      guarded(file, () => {
        const { changes, lastInsertRowid } = prepare(sql).run(values);
        return { changes, id: Number(lastInsertRowid) };
      }),
    insert: (into, rows) =>
      guarded(file, () => {
        const width = rows[0]?.length ?? 0;
        for (let at = 0; at < rows.length; ) {
          const count = rows.length - at < ROWS_TOGETHER ? 1 : ROWS_TOGETHER;
          const values: Value[] = [];
          for (const end = at + count; at < end; at += 1) for (const value of rows[at] ?? []) values.push(value);
          const sql = inserts.get(`${count} ${into}`) ?? insertOf(into, count, width);
          inserts.set(`${count} ${into}`, sql);
          prepare(sql).run(values);
        }
      }),
    get: <Row>(sql: string, values: Values = []) => guarded(file, () => prepare(sql).all(values)[0] as Row | undefined),
    all: <Row>(sql: string, values: Values = []) => guarded(file, () => prepare(sql).all(values) as Row[]),
    // A statement of its own: an iteration must survive that the same SQL is asked again meanwhile.
    *iterate<Row>(sql: string, values: Values = []) {
      try {
        yield* native.prepare(sql).iterate(...values) as IterableIterator<Row>;
      } catch (cause) {
        throw translate(file, cause);
      }
    },
    transaction: (work) => {
      if (depth > 0) return work();
      depth += 1;
      try {
        database.run('BEGIN IMMEDIATE');
        const result = work();
        database.run('COMMIT');
        return result;
      } catch (error) {
        rollBack(native);
        throw error;
      } finally {
        depth -= 1;
      }
    },
    close: () => {
      statements.clear();
      native.close();
    },
  };
  return database;
}

function insertOf(into: string, rows: number, width: number): string {
  const row = `(${Array(width).fill('?')})`;
  return `INSERT INTO ${into} VALUES ${Array(rows).fill(row)}`;
}

/** A failed COMMIT may have rolled back already; then there is nothing left to undo. */
function rollBack(native: Libsql.Database): void {
  try {
    native.exec('ROLLBACK');
  } catch {
    // The transaction is over either way, and the error that led here is the one to tell.
  }
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw translate(file, cause);
  }
}

/** The driver's text may quote values, so only its code goes on. */
function translate(file: string, cause: unknown): unknown {
  if (cause instanceof MigrateError) return cause;
  const code = codeOf(cause);
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR'))
    return new MigrateError('disk_full', { file, reason: code }, { cause });
  const damaged: Readonly<Record<string, string>> = {
    SQLITE_NOTADB: 'it is not a checkpoint',
    SQLITE_CORRUPT: 'it is damaged',
    SQLITE_READONLY: 'it may not be written',
    SQLITE_CANTOPEN: 'it cannot be opened',
    SQLITE_BUSY: 'another program has locked it',
  };
  const reason = Object.entries(damaged).find(([prefix]) => code.startsWith(prefix))?.[1];
  return reason ? new MigrateError('checkpoint_unusable', { file, reason }, { cause }) : cause;
}

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return '';
  if ('code' in cause && typeof cause.code === 'string' && cause.code !== '') return cause.code;
  // Opening fails without a code: "ConnectionFailed("Unable to open connection … : 14")", where 14 is SQLITE_CANTOPEN.
  return cause instanceof Error && cause.message.includes('Unable to open') ? 'SQLITE_CANTOPEN' : '';
}
