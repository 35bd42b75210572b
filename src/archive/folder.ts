import { constants, type Dirent, type Stats } from 'node:fs';
import { access, type FileHandle, open, opendir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { type DiskIndex, openDiskIndex } from '../disk-index.js';
import { MigrateError, problemOf } from '../errors.js';
import { isSystemError, systemReason } from '../system-error.js';
import type { Archive, Member } from './archive.js';
import { assertNotHeavy, chooseName, exactNames, isLitter, nameKey, relativeName } from './names.js';

/** A folder is listed, once, only when a name is not there to the letter: it may hold a million files. */
export async function openFolder(root: string): Promise<Archive> {
  await access(root, constants.X_OK);
  let index: Promise<DiskIndex> | undefined;

  const inOtherSpelling = async (asked: string): Promise<string | undefined> => {
    index ??= indexOf(root);
    return chooseName(asked, (await index).find(nameKey(asked)).map(String));
  };
  const require = async (name: string): Promise<FileHandle> => {
    const file = await locate(root, relativeName(name));
    const handle = file && (await unlessAbsent(() => openRegular(file.path)));
    if (!handle) throw new MigrateError('face_missing');
    return handle;
  };

  return {
    root,
    async find(path) {
      const asked = relativeName(path);
      for (const name of exactNames(asked)) {
        const file = await locate(root, name);
        if (file) return usable({ name, size: file.size });
      }
      const name = await inOtherSpelling(asked);
      const file = name === undefined ? undefined : await locate(root, name);
      return name !== undefined && file ? usable({ name, size: file.size }) : undefined;
    },
    async read(name) {
      const handle = await require(name);
      try {
        assertNotHeavy((await handle.stat()).size);
        return await handle.readFile();
      } finally {
        await handle.close();
      }
    },
    async *members() {
      for await (const name of namesBelow(root, '')) {
        const file = await locate(root, name).catch(passOverRefused);
        if (file) yield { name, size: file.size };
      }
    },
    async stream(name) {
      return (await require(name)).createReadStream();
    },
    async close() {
      (await index)?.close();
    },
  };
}

function usable(member: Member): Member {
  assertNotHeavy(member.size);
  return member;
}

async function indexOf(root: string): Promise<DiskIndex> {
  const index = openDiskIndex();
  for await (const name of namesBelow(root, '')) index.add(nameKey(name), name);
  return index;
}

/** Links to folders are not followed, for they may lead in a circle; a folder that may not be read is empty here. */
async function* namesBelow(root: string, folder: string): AsyncGenerator<string> {
  const folders: string[] = [];
  for await (const entry of entriesOf(join(root, folder))) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) folders.push(name);
    else if (!isLitter(name) && (entry.isFile() || entry.isSymbolicLink())) yield name;
  }
  for (const name of folders) if (!isLitter(`${name}/`)) yield* namesBelow(root, name);
}

async function* entriesOf(folder: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(folder, { bufferSize: 1024 });
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

async function locate(root: string, name: string): Promise<{ path: string; size: number } | undefined> {
  return unlessAbsent(async () => {
    const path = await realpath(join(root, name));
    const fromRoot = relative(root, path);
    if (fromRoot === '..' || fromRoot.startsWith(`..${sep}`) || isAbsolute(fromRoot)) throw new MigrateError('face_outside');
    const stats = await stat(path);
    assertRegular(stats);
    return { path, size: stats.size };
  });
}

/** A listing tells what can be had; whoever asks for the rest by name is told why it is refused. */
function passOverRefused(error: unknown): undefined {
  if (!problemOf(error)) throw error;
}

async function openRegular(path: string): Promise<FileHandle> {
  // The file may have been exchanged since it was looked at: a link is not followed, and a pipe does not keep us waiting.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    assertRegular(await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function assertRegular(stats: Stats): void {
  if (!stats.isFile()) throw new MigrateError('face_unreadable', { reason: 'it is not a regular file' });
}

/** Undefined where no such file exists. The system's own error is not kept as the cause: it holds the name, which may be a person's. */
async function unlessAbsent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG') return undefined;
    throw new MigrateError('face_unreadable', { reason: systemReason(error) });
  }
}
