/** Files addressed by relative names, with no way out: a folder, or a zip that is read where it lies and never unpacked. */
import { realpath, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { MigrateError } from '../errors.js';
import { isSystemError, systemReason } from '../system-error.js';
import { openFolder } from './folder.js';
import { openZip } from './zip.js';

export interface Member {
  /** What `read` takes: relative, with forward slashes. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

export interface Archive {
  /** The absolute path, links resolved. */
  readonly root: string;
  /**
   * The file of that name. A name that nobody stored is looked for in another Unicode form, then in other upper and lower case, where
   * that leads to one file only; `name.*` stands for any known image extension. In a zip whose members all lie below one folder that
   * folder may be left out. Undefined where there is none. The first search that misses reads all names, once.
   * Throws `face_outside`, `face_not_file`, `face_ambiguous`, `face_unreadable`, `face_too_heavy`, `zip_encrypted` or `zip_method`.
   */
  find(path: string): Promise<Member | undefined>;
  /** The bytes of a file that `find` or `members` named, at most 50 MB. Throws as `find` does, `face_missing`, and `face_broken`. */
  read(name: string): Promise<Buffer>;
  /** Every file once, in the order of the archive; a file manager's own ones and folders are passed over. */
  members(): AsyncIterable<Member>;
  /** The same bytes whatever their size. Throws as `find` does; what is damaged in a zip fails the stream with an ordinary error. */
  stream(name: string): Promise<Readable>;
  close(): Promise<void>;
}

/** @throws MigrateError `archive_unusable` for anything but a folder that may be entered or a whole zip */
export async function openArchive(path: string): Promise<Archive> {
  try {
    const root = await realpath(path);
    const stats = await stat(root);
    if (stats.isDirectory()) return await openFolder(root);
    if (stats.isFile()) return await openZip(root);
    throw new MigrateError('archive_unusable', { path, reason: 'it is neither a folder nor a file' });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new MigrateError('archive_unusable', { path, reason: systemReason(error) }, { cause: error });
  }
}
