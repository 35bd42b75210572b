import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../database.js';
import { MigrateError } from '../errors.js';
import { type Shard, shardText } from '../shard.js';
import { isSystemError, systemReason } from '../system-error.js';
import { Commits } from './commits.js';
import { Evidence } from './evidence.js';
import { Expected } from './expected.js';
import { FaceFiles } from './face-files.js';
import { Faces } from './faces.js';
import { HumanRows } from './human-rows.js';
import { Images } from './images.js';
import { Items } from './items.js';
import { acquireLock } from './lock.js';
import { MendedRecords } from './mended.js';
import { Meta } from './meta.js';
import { PaceLog } from './pace-log.js';
import { Plan } from './plan.js';
import { ReportQueries } from './report-queries.js';
import { createTables, FORMAT, type Purpose } from './schema.js';
import { SharedFaces } from './shared-faces.js';
import { Totals } from './totals.js';
import { Undo } from './undo.js';
import { Verification } from './verification.js';
import { WantedItems } from './wanted-items.js';

/** The one file that knows the plan and every result. */
export interface Checkpoint {
  readonly file: string;
  readonly database: Database;
  readonly meta: Meta;
  readonly plan: Plan;
  readonly wantedItems: WantedItems;
  readonly mended: MendedRecords;
  readonly items: Items;
  readonly faces: Faces;
  readonly images: Images;
  readonly sharedFaces: SharedFaces;
  readonly totals: Totals;
  readonly report: ReportQueries;
  readonly humanRows: HumanRows;
  readonly evidence: Evidence;
  readonly expected: Expected;
  readonly faceFiles: FaceFiles;
  readonly undo: Undo;
  readonly verification: Verification;
  readonly commits: Commits;
  readonly pace: PaceLog;
  /** Leaves one ordinary file without side files. */
  close(): void;
}

const READER_BUSY_MS = 5_000;
/** Sorts of the whole plan hold no more than this in memory; the rest goes to files without a name that SQLite makes. */
const CACHE_KIB = 16_000;

/**
 * Opens the checkpoint of a target for writing, or makes it, readable by its owner alone.
 * @param target base URL, organization and application: one checkpoint belongs to one target
 * @param shard the part of the people that it holds; undefined for all of them
 * @throws MigrateError `checkpoint_locked`, `checkpoint_version`, `checkpoint_target`, `checkpoint_shard`, `checkpoint_unusable`, `checkpoint_unwritable`, `disk_full`
 */
export function openCheckpoint(file: string, target: string, shard?: Shard): Checkpoint {
  return openFor(file, target, shard && shardText(shard));
}

function openFor(file: string, target: string, shard: string | undefined): Checkpoint {
  create(file);
  const lock = acquireLock(file);
  let database: Database | undefined;
  try {
    database = openDatabase(file, { mode: 'write', busyMs: READER_BUSY_MS });
    const meta = new Meta(database);
    if (!isEmpty(database)) requireOwn(file, meta, target, shard);
    for (const setting of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON']) database.all(`PRAGMA ${setting}`);
    prepare(database);
    meta.set('target', target);
    if (shard !== undefined) meta.set('shard', shard);
    const parts = partsOf(file, database);
    parts.plan.discardUnmerged();
    return { ...parts, close: () => closeWhole(parts.database, lock.release) };
  } catch (error) {
    database?.close();
    lock.release();
    throw error;
  }
}

/**
 * Opens a checkpoint that is there for writing, whichever part of the people it holds.
 * @param target the one that it has to belong to; undefined for whatever it belongs to
 * @throws MigrateError `checkpoint_missing`, and what `openCheckpoint` throws
 */
export function reopenCheckpoint(file: string, target?: string): Checkpoint {
  const reader = readCheckpoint(file);
  const [found = '', shard] = [reader.meta.get('target'), reader.meta.get('shard')];
  reader.close();
  return openFor(file, target ?? found, shard);
}

/**
 * Opens a checkpoint for reading, also while a run goes on. Close it soon: a reader keeps the run from truncating its log.
 * @throws MigrateError `checkpoint_missing`, `checkpoint_version`, `checkpoint_unusable`
 */
export function readCheckpoint(file: string): Checkpoint {
  if (!existsSync(file)) throw new MigrateError('checkpoint_missing', { file });
  const database = openDatabase(file, { mode: 'read', busyMs: READER_BUSY_MS });
  try {
    requireFormat(file, new Meta(database));
  } catch (error) {
    database.close();
    throw error;
  }
  return { ...partsOf(file, database), close: () => database.close() };
}

/**
 * A private checkpoint: in a folder of its own, never in the way of a real one. It has no name once it is open (where the system allows
 * that), and is gone when it is closed or the process ends, however that comes.
 * @param purpose `look` for a dry run: records are not kept as they were read, and nothing is at hand that only a run asks for
 */
export function temporaryCheckpoint(shard?: Shard, purpose: Purpose = 'apply'): Checkpoint {
  const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-'));
  const file = join(folder, 'plan.db');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    create(file);
    const database = openDatabase(file, { mode: 'write', busyMs: 0 });
    // Nothing here has to survive anything: no journal, no waiting for the disk, nothing overwritten in a file that goes.
    for (const setting of ['journal_mode = OFF', 'synchronous = OFF', 'locking_mode = EXCLUSIVE'])
      database.all(`PRAGMA ${setting}`);
    prepare(database);
    // Windows keeps an open file; there it goes with `close`.
    if (process.platform !== 'win32') remove();
    const parts = partsOf(file, database, purpose);
    if (shard) parts.meta.set('shard', shardText(shard));
    return {
      ...parts,
      close: () => {
        database.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The file gets its permissions before it gets any content. */
function create(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    const reason = isSystemError(cause) ? systemReason(cause) : 'no file can have that name';
    throw new MigrateError('checkpoint_unwritable', { file, reason }, { cause });
  }
}

function prepare(database: Database): void {
  database.all(`PRAGMA cache_size = -${CACHE_KIB}`);
  // The driver's own default is memory, and a sort of ten million keys does not fit.
  database.all('PRAGMA temp_store = FILE');
  if (!isEmpty(database)) return;
  database.transaction(() => {
    createTables(database);
    const meta = new Meta(database);
    meta.set('format', String(FORMAT));
    meta.set('secret', randomBytes(32).toString('base64'));
    meta.set('run', randomBytes(6).toString('hex'));
    meta.set('created_at', String(Date.now()));
  });
}

function isEmpty(database: Database): boolean {
  return database.get('SELECT 1 FROM sqlite_master') === undefined;
}

/** Before anything is changed in it: the file may be another program's. */
function requireOwn(file: string, meta: Meta, target: string, shard: string | undefined): void {
  requireFormat(file, meta);
  const found = meta.get('target');
  if (found === undefined) return;
  if (found !== target) throw new MigrateError('checkpoint_target', { file, found, expected: target });
  // People who fall to another part would be in two checkpoints, or in none.
  const part = (text: string | undefined) => (text === undefined ? 'all people' : `part ${text}`);
  const held = meta.get('shard');
  if (held !== shard) throw new MigrateError('checkpoint_shard', { file, found: part(held), expected: part(shard) });
}

function requireFormat(file: string, meta: Meta): void {
  const found = meta.find('format');
  if (found === undefined)
    throw new MigrateError('checkpoint_unusable', {
      file,
      reason: 'it is not a checkpoint',
    });
  if (found !== String(FORMAT))
    throw new MigrateError('checkpoint_version', {
      file,
      found,
      expected: FORMAT,
    });
}

function partsOf(file: string, database: Database, purpose: Purpose = 'apply'): Omit<Checkpoint, 'close'> {
  const meta = new Meta(database);
  const mended = new MendedRecords(database, meta);
  return {
    file,
    database,
    meta,
    mended,
    plan: new Plan(database, purpose),
    wantedItems: new WantedItems(database),
    items: new Items(database),
    faces: new Faces(database),
    images: new Images(database),
    sharedFaces: new SharedFaces(database),
    totals: new Totals(database),
    report: new ReportQueries(database, mended),
    humanRows: new HumanRows(database),
    evidence: new Evidence(database),
    expected: new Expected(database),
    faceFiles: new FaceFiles(database),
    undo: new Undo(database),
    verification: new Verification(database, new Meta(database)),
    commits: new Commits(database),
    pace: new PaceLog(database),
  };
}

/** Takes the log into the file, and lets go of what was held beside it. */
function closeWhole(database: Database, release: () => void): void {
  try {
    // If the process dies before or in the middle of this, SQLite recovers the log at the next opening.
    database.all('PRAGMA wal_checkpoint(TRUNCATE)');
    database.all('PRAGMA journal_mode = DELETE');
  } catch (error) {
    // Somebody is reading at this moment: the log stays beside the file, and the next opening takes it up.
    if (!(error instanceof MigrateError && error.code === 'checkpoint_unusable')) throw error;
  } finally {
    database.close();
    release();
  }
}
