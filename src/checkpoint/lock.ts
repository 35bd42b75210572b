import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { type Database, openDatabase } from '../database.js';
import { MigrateError } from '../errors.js';

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

export interface Lock {
  release(): void;
}

/**
 * One writer per checkpoint: an exclusive transaction held open on a small SQLite file beside it. The operating system drops it with
 * the process, so a kill -9 leaves nothing to clean up, and readers can still see who holds it.
 * @throws MigrateError `checkpoint_locked` at once when another process holds it, `checkpoint_unwritable`, `checkpoint_unusable`
 */
export function acquireLock(checkpointFile: string): Lock {
  const file = `${checkpointFile}.lock`;
  for (;;) {
    createFile(file, checkpointFile);
    const database = openDatabase(file, { mode: 'write', busyMs: 0 });
    const token = randomUUID();
    if (!hold(database, token)) {
      const holder = readHolder(file);
      database.close();
      throw new MigrateError('checkpoint_locked', {
        file: checkpointFile,
        pid: holder?.pid ?? '?',
        host: holder?.host ?? '?',
      });
    }
    // The holder before us may have deleted the file between our open and our lock: then we hold a file that nobody else can see.
    if (readHolder(file)?.token === token) return { release: () => release(database, file) };
    database.close();
  }
}

function createFile(file: string, checkpointFile: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    const reason = `its lock ${file} cannot be made`;
    throw new MigrateError('checkpoint_unwritable', { file: checkpointFile, reason }, { cause });
  }
}

function hold(database: Database, token: string): boolean {
  try {
    database.all('PRAGMA journal_mode = WAL');
    database.transaction(() => {
      database.run('CREATE TABLE IF NOT EXISTS holder (pid INTEGER, host TEXT, token TEXT)');
      database.run('DELETE FROM holder');
      database.run('INSERT INTO holder VALUES (?, ?, ?)', [process.pid, hostname(), token]);
    });
    database.run('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof MigrateError && error.code === 'checkpoint_unusable') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    const database = openDatabase(file, { mode: 'read', busyMs: 100 });
    try {
      return database.get<Holder>('SELECT pid, host, token FROM holder');
    } finally {
      database.close();
    }
  } catch {
    // Being created at this moment: the lock is taken, only its holder's name is not there yet.
    return undefined;
  }
}

/** Deleted while still held, so that whoever comes next makes a new file and cannot share this one. */
function release(database: Database, file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  database.close();
}
