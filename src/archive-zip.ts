import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, type Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, createInflateRaw } from 'node:zlib';
import { Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, openPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import type { Archive, Member } from './archive.js';
import { assertNotHeavy, chooseName, isLitter, nameKey, relativeName } from './archive-names.js';
import { type DiskIndex, openDiskIndex } from './disk-index.js';
import { MigrateError } from './errors.js';
import type { Json } from './model.js';
import { isSystemError } from './system-error.js';

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const NAME_IS_UTF8 = 0x800;
const CHUNK = 64 * 1024;
const BLOCK = 256 * 1024;
/** Names and sizes are checked here, member by member: one bad member does not spoil the others. */
const OPTIONS = { autoClose: false, decodeStrings: false, validateEntrySizes: false };

/** What the zip's table of contents says of a member. Any of it may be a lie. */
interface ZipMember extends Member {
  /** Of its own header, in bytes from the zip's beginning. */
  readonly offset: number;
  readonly packed: number;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
}

/** Names in a zip are only compared with what is asked for; none ever becomes a path. */
export async function openZip(root: string): Promise<Archive> {
  const { index, tops } = await contentsOf(root);
  const zip = await openToRead(root);

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
        return await buffer(await unpack(zip, member));
      } catch (error) {
        throw new MigrateError('face_broken', {}, { cause: error });
      }
    },
    async *members() {
      for await (const { name, size } of membersOf(root)) yield { name, size };
    },
    stream: async (name) => unpack(zip, require(name)),
    async close() {
      zip.close();
      index.close();
    },
  };
}

/** In one pass, so that a damaged zip is known before anything of it is used. `tops` is what may be left out of a name, from '' on. */
async function contentsOf(root: string): Promise<{ index: DiskIndex; tops: string[] }> {
  const index = openDiskIndex();
  let top: string[] | undefined;
  try {
    for await (const member of membersOf(root)) {
      index.add(nameKey(member.name), toJson(member));
      const folders = member.name.split('/').slice(0, -1);
      const parting = top?.findIndex((folder, depth) => folder !== folders[depth]) ?? -1;
      top = parting < 0 ? (top ?? folders) : top?.slice(0, parting);
    }
  } catch (error) {
    index.close();
    throw error;
  }
  return { index, tops: ['', ...(top ?? []).map((_, depth, all) => `${all.slice(0, depth + 1).join('/')}/`)] };
}

/** In the order of the table of contents; a damaged table is an error, never a shorter list. */
async function* membersOf(root: string): AsyncGenerator<ZipMember> {
  const file = await open(root);
  try {
    const zip = await fromRandomAccessReaderPromise(new BlockReader(file), (await file.stat()).size, OPTIONS);
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/') || isLitter(name)) continue;
      yield {
        name,
        size: entry.uncompressedSize,
        offset: entry.relativeOffsetOfLocalHeader,
        packed: entry.compressedSize,
        method: entry.compressionMethod,
        flags: entry.generalPurposeBitFlag,
        crc: entry.crc32,
      };
    }
  } catch (error) {
    throw unusable(root, error);
  } finally {
    await file.close();
  }
}

/** The table of contents is read entry by entry; a call to the system for each would take ten times as long. */
class BlockReader extends RandomAccessReader {
  readonly #file: FileHandle;
  #block = Buffer.alloc(0);
  #begin = 0;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  override read(target: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void): void {
    const end = this.#begin + this.#block.length;
    if (position >= this.#begin && position + length <= end) {
      this.#block.copy(target, offset, position - this.#begin, position - this.#begin + length);
      done(null);
      return;
    }
    this.#fill(position, Math.max(length, BLOCK)).then(() => {
      if (this.#block.length < length) done(new Error('The zip is cut off.'));
      else this.read(target, offset, length, position, done);
    }, done);
  }

  async #fill(position: number, length: number): Promise<void> {
    const { buffer: block, bytesRead } = await this.#file.read(Buffer.alloc(length), 0, length, position);
    this.#block = block.subarray(0, bytesRead);
    this.#begin = position;
  }
}

async function openToRead(root: string): Promise<ZipFile> {
  try {
    return await openPromise(root, OPTIONS);
  } catch (error) {
    throw unusable(root, error);
  }
}

function unusable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || isSystemError(error)) return error;
  const reason = error.message.includes('strong encryption')
    ? 'it is encrypted'
    : 'it is not a zip file, or it is cut off, damaged or one of several parts';
  return new MigrateError('archive_unusable', { path, reason }, { cause: error });
}

/** Without the flag the standard says code page 437, but macOS and others write UTF-8 all the same. */
function nameOf({ fileNameRaw, generalPurposeBitFlag, extraFields }: Entry): string {
  const flags = isUtf8(fileNameRaw) ? generalPurposeBitFlag | NAME_IS_UTF8 : generalPurposeBitFlag;
  return getFileNameLowLevel(flags, fileNameRaw, extraFields, false).replace(/^(?:\.\/)+/, '');
}

function assertReadable({ flags, method }: ZipMember): void {
  if (flags & ENCRYPTED) throw new MigrateError('zip_encrypted');
  if (method !== STORED && method !== DEFLATED) throw new MigrateError('zip_method', { method });
}

async function unpack(zip: ZipFile, member: ZipMember): Promise<Readable> {
  const entry = Object.assign(new Entry(), {
    relativeOffsetOfLocalHeader: member.offset,
    compressedSize: member.packed,
    compressionMethod: member.method,
    generalPurposeBitFlag: member.flags,
  });
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  const verified = verify(member);
  // Whoever reads the last stream meets the failure of any.
  const passOn = () => undefined;
  if (member.method === STORED) pipeline(packed, verified, passOn);
  else pipeline(packed, createInflateRaw({ chunkSize: CHUNK }), verified, passOn);
  return verified;
}

/** Fails as soon as there is more than was announced, so that nothing inflates without end. */
function verify({ size, crc }: ZipMember): Transform {
  let seen = 0;
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen += chunk.length;
      sum = crc32(chunk, sum);
      if (seen > size) done(new Error('The member is larger than the zip says.'));
      else done(null, chunk);
    },
    flush(done) {
      done(seen === size && sum === crc ? null : new Error('The member is not what the zip says.'));
    },
  });
}

function toJson({ name, size, offset, packed, method, flags, crc }: ZipMember): Json {
  return [name, size, offset, packed, method, flags, crc];
}

function fromJson(row: Json): ZipMember {
  const [name, ...numbers] = Array.isArray(row) ? row : [];
  const [size = 0, offset = 0, packed = 0, method = 0, flags = 0, crc = 0] = numbers.map(Number);
  return { name: String(name), size, offset, packed, method, flags, crc };
}
