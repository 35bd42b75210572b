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

/** Holders before us that deleted the file at just that moment. More of them in a row are none: the file system does not show what is held. */
const MOST_ATTEMPTS = 20;

/**
 * One writer per checkpoint: an exclusive transaction held open on a small SQLite file beside it. The operating system drops it with
 * the process, so a kill -9 leaves nothing to clean up, and readers can still see who holds it.
 * @throws MigrateError `checkpoint_locked` at once when another process holds it, `checkpoint_unwritable`, `checkpoint_unusable`
 */
export function acquireLock(checkpointFile: string): Lock {
  const file = `${checkpointFile}.lock`;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
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
  throw new MigrateError('checkpoint_unusable', {
    file: checkpointFile,
    reason: `its lock ${file} cannot be read while it is held`,
  });
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

/**
 * Deleted while still held, so that whoever comes next makes a new file and cannot share this one. Windows deletes nothing that is open:
 * there it is let go first, and whoever has it by then keeps it.
 */
function release(database: Database, file: string): void {
  if (process.platform === 'win32') database.close();
  for (const suffix of ['', '-wal', '-shm']) removeUnlessHeld(file + suffix);
  if (process.platform !== 'win32') database.close();
}

function removeUnlessHeld(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  }
}
