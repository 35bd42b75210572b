import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type DiskIndex, openDiskIndex } from '../disk-index.js';
import { MigrateError } from '../errors.js';
import type { Json } from '../model.js';
import type { Archive } from './archive.js';
import { assertNotHeavy, chooseName, isLitter, nameKey, relativeName } from './names.js';
import { hindrance, openZipFile, ZipError, type ZipFile, type ZipMember } from './zip-file.js';

/** Names in a zip are only compared with what is asked for; none ever becomes a path. */
export async function openZip(root: string): Promise<Archive> {
  const zip = await openToRead(root);
  const { index, tops } = await contentsOf(zip, root).catch((error) => {
    zip.close();
    throw error;
  });

  const search = (asked: string): ZipMember | undefined => {
    for (const top of tops) {
      const members = index.find(nameKey(top + asked)).map(fromJson);
      const names = members.map(({ name }) => name);
      const chosen = chooseName(top + asked, names);
      if (chosen !== undefined) return members[names.indexOf(chosen)];
    }
    return undefined;
  };
  const require = (name: string): ZipMember => {
    const member = search(name);
    if (!member) throw new MigrateError('face_missing');
    assertReadable(member);
    return member;
  };

  return {
    root,
    async find(path) {
      const member = search(relativeName(path));
      if (!member) return undefined;
      assertReadable(member);
      assertNotHeavy(member.size);
      return { name: member.name, size: member.size };
    },
    async read(name) {
      const member = require(name);
      assertNotHeavy(Math.max(member.size, member.packed));
      try {
        return await buffer(zip.chunks(member));
      } catch (error) {
        throw new MigrateError('face_broken', {}, { cause: error });
      }
    },
    async *members() {
      for await (const { name, size } of zip.members()) if (!isLitter(name)) yield { name, size };
    },
    stream: async (name) => Readable.from(zip.chunks(require(name))),
    async close() {
      zip.close();
      index.close();
    },
  };
}

/** In one pass, so that a damaged zip is known before anything of it is used. `tops` is what may be left out of a name, from '' on. */
async function contentsOf(zip: ZipFile, root: string): Promise<{ index: DiskIndex; tops: string[] }> {
  const index = openDiskIndex();
  let top: string[] | undefined;
  try {
    for await (const member of zip.members()) {
      if (isLitter(member.name)) continue;
      index.add(nameKey(member.name), toJson(member));
      const folders = member.name.split('/').slice(0, -1);
      const parting = top?.findIndex((folder, depth) => folder !== folders[depth]) ?? -1;
      top = parting < 0 ? (top ?? folders) : top?.slice(0, parting);
    }
  } catch (error) {
    index.close();
    throw unusable(root, error);
  }
  return { index, tops: ['', ...(top ?? []).map((_, depth, all) => `${all.slice(0, depth + 1).join('/')}/`)] };
}

async function openToRead(root: string): Promise<ZipFile> {
  try {
    return await openZipFile(root);
  } catch (error) {
    throw unusable(root, error);
  }
}

function unusable(path: string, error: unknown): unknown {
  if (!(error instanceof ZipError)) return error;
  const reason =
    error.failure === 'encrypted' ? 'it is encrypted' : 'it is not a zip file, or it is cut off, damaged or one of several parts';
  return new MigrateError('archive_unusable', { path, reason }, { cause: error });
}

function assertReadable(member: ZipMember): void {
  const failure = hindrance(member);
  if (failure === 'encrypted') throw new MigrateError('zip_encrypted');
  if (failure !== undefined) throw new MigrateError('zip_method', { method: member.method });
}

function toJson({ name, size, offset, packed, method, flags, crc }: ZipMember): Json {
  return [name, size, offset, packed, method, flags, crc];
}

function fromJson(row: Json): ZipMember {
  const [name, ...numbers] = Array.isArray(row) ? row : [];
  const [size = 0, offset = 0, packed = 0, method = 0, flags = 0, crc = 0] = numbers.map(Number);
  return { name: String(name), size, offset, packed, method, flags, crc };
}
