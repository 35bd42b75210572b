/** Files addressed by relative names, with no way out: the folder given with --faces. */
import { constants, type Stats } from 'node:fs';
import { access, type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, posix, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { getSystemErrorMap } from 'node:util';
import { MigrateError } from './errors.js';

/** Larger files are not read: no photo is, and each image is held in memory whole. */
const MAX_MEGABYTES = 50;
/** What an extension of `*` stands for, the usual ones first. */
const IMAGE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'heic', 'heif', 'avif', 'tif', 'tiff', 'gif', 'bmp'] as const;

interface ArchiveEntry {
  /** What `read` takes: relative, with forward slashes. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

export interface Archive {
  /** The absolute path, links resolved. */
  readonly root: string;
  /**
   * The file of that name, composed or decomposed (NFC, NFD); for `name.*` the first with a known image extension. Undefined
   * when there is none. Throws `face_outside`, `face_not_file` (a link or inline data), `face_unreadable` or `face_too_heavy`.
   */
  find(path: string): Promise<ArchiveEntry | undefined>;
  /** The bytes of a file that `find` named, at most 50 MB. Throws as `find` does, and `face_missing`. */
  read(name: string): Promise<Buffer>;
  /** The same bytes, as far as somebody reads them. Throws as `read` does. */
  stream(name: string): Promise<Readable>;
}

/** Throws `faces_folder_missing` where there is no folder that may be entered. */
export async function openFolder(folder: string): Promise<Archive> {
  const root = await enter(folder);
  return {
    root,
    async find(path) {
      for (const name of spellings(relativeName(path))) {
        const file = await locate(root, name);
        if (file) return { name, size: file.size };
      }
      return undefined;
    },
    async read(name) {
      const file = await locate(root, relativeName(name));
      const bytes = file && (await unlessAbsent(() => readRegular(file.path)));
      if (!bytes) throw new MigrateError('face_missing');
      return bytes;
    },
    async stream(name) {
      const file = await locate(root, relativeName(name));
      const stream = file && (await unlessAbsent(async () => (await openRegular(file.path)).createReadStream()));
      if (!stream) throw new MigrateError('face_missing');
      return stream;
    },
  };
}

async function enter(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    if (!(await stat(root)).isDirectory())
      throw new MigrateError('faces_folder_missing', { folder, reason: 'it is not a folder' });
    await access(root, constants.X_OK);
    return root;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new MigrateError('faces_folder_missing', { folder, reason: reasonOf(error) }, { cause: error });
  }
}

/**
 * A path as an export writes it, as a name inside the folder. Backslashes separate: exports come from Windows too, and no
 * `..` hides behind one. Throws `face_not_file` and `face_outside`.
 */
function relativeName(path: string): string {
  if (/^(?:[a-z][a-z0-9+.-]+:\/\/|data:)/i.test(path)) throw new MigrateError('face_not_file');
  const name = posix.normalize(path.replaceAll('\\', '/'));
  if (/^(?:\/|[a-z]:\/|\.\.(?:\/|$))/i.test(name) || name.includes('\0')) throw new MigrateError('face_outside');
  return name;
}

/** The names under which a file may be stored: extensions are written in either case, and systems differ in how they compose accents. */
function* spellings(name: string): Generator<string> {
  const stem = name.endsWith('.*') ? name.slice(0, -1) : undefined;
  const names =
    stem === undefined ? [name] : IMAGE_EXTENSIONS.flatMap((extension) => [stem + extension, stem + extension.toUpperCase()]);
  for (const each of names) yield* new Set([each, each.normalize('NFC'), each.normalize('NFD')]);
}

async function locate(root: string, name: string): Promise<{ path: string; size: number } | undefined> {
  return unlessAbsent(async () => {
    const path = await realpath(join(root, name));
    const fromRoot = relative(root, path);
    if (fromRoot === '..' || fromRoot.startsWith(`..${sep}`) || isAbsolute(fromRoot)) throw new MigrateError('face_outside');
    const stats = await stat(path);
    assertReadable(stats);
    return { path, size: stats.size };
  });
}

async function readRegular(path: string): Promise<Buffer> {
  const file = await openRegular(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  // The file may have been exchanged since it was looked at: a link is not followed, and a pipe does not keep us waiting.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    assertReadable(await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function assertReadable(stats: Stats): void {
  if (!stats.isFile()) throw new MigrateError('face_unreadable', { reason: 'it is not a regular file' });
  if (stats.size > MAX_MEGABYTES * 1_000_000) throw new MigrateError('face_too_heavy', { limit: MAX_MEGABYTES });
}

/** Undefined where no such file exists. The system's own error is not kept as the cause: it holds the name, which may be a person's. */
async function unlessAbsent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG') return undefined;
    throw new MigrateError('face_unreadable', { reason: reasonOf(error) });
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { errno: number } {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number';
}

function reasonOf(error: { errno: number }): string {
  return getSystemErrorMap().get(error.errno)?.[1] ?? `system error ${error.errno}`;
}
