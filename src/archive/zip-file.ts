/** Zip files, read where they lie and never unpacked. The names in them are data: none ever becomes a path. */
import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { pipeline, Transform } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader } from 'yauzl';

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const NAME_IS_UTF8 = 0x800;
/** What stands before a member: a signature, then sizes of which the last two are those of a name and of an extra field. */
const LOCAL_HEADER = 30;
const LOCAL_SIGNATURE = 0x04034b50;
const CHUNK = 64 * 1024;
const BLOCK = 256 * 1024;
/** Names and sizes are checked here, member by member: one bad member does not spoil the others. */
const OPTIONS = { autoClose: false, decodeStrings: false, validateEntrySizes: false };

/** What the table of contents says of a member. Any of it may be a lie. */
export interface ZipMember {
  /** With forward slashes; folders have no member of their own here. */
  readonly name: string;
  /** Bytes, unpacked. */
  readonly size: number;
  /** Of its own header, in bytes from the zip's beginning. */
  readonly offset: number;
  /** Bytes in the zip. */
  readonly packed: number;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
}

export interface ZipFile {
  /** In the order of the table of contents, which is read anew each time. A damaged table is an error, never a shorter list. */
  members(): AsyncGenerator<ZipMember>;
  /** The unpacked bytes. A ZipError where they are not what the table says, as soon as that shows. */
  chunks(member: ZipMember): AsyncGenerator<Buffer>;
  close(): void;
}

/** Why a zip or a member of it cannot be read. The system's own errors are not among these. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
  constructor(
    readonly failure: 'damaged' | 'encrypted' | 'packed by an unknown method',
    options?: { cause: unknown },
  ) {
    super(`The zip is ${failure}.`, options);
  }
}

/** Why a member cannot be unpacked, whatever its bytes are. */
export function hindrance({ flags, method }: ZipMember): 'encrypted' | 'packed by an unknown method' | undefined {
  if (flags & ENCRYPTED) return 'encrypted';
  return method === STORED || method === DEFLATED ? undefined : 'packed by an unknown method';
}

/** @param file its path, or a descriptor that stays open */
export async function openZipFile(file: string | number): Promise<ZipFile> {
  const descriptor = typeof file === 'string' ? openSync(file, 'r') : file;
  const close = () => {
    if (descriptor !== file) closeSync(descriptor);
  };
  try {
    await tableOf(descriptor);
    return { members: () => membersOf(descriptor), chunks: (member) => chunksOf(descriptor, member), close };
  } catch (error) {
    close();
    throw explained(error);
  }
}

function tableOf(descriptor: number) {
  return fromRandomAccessReaderPromise(new BlockReader(descriptor), fstatSync(descriptor).size, OPTIONS);
}

async function* membersOf(descriptor: number): AsyncGenerator<ZipMember> {
  try {
    const table = await tableOf(descriptor);
    for await (const entry of table.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/')) continue;
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
    throw explained(error);
  }
}

/** The table of contents is read entry by entry; a call to the system for each would take ten times as long. */
class BlockReader extends RandomAccessReader {
  readonly #descriptor: number;
  #block = Buffer.alloc(0);
  #begin = 0;

  constructor(descriptor: number) {
    super();
    this.#descriptor = descriptor;
  }

  override read(target: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void): void {
    const from = position - this.#begin;
    if (from >= 0 && from + length <= this.#block.length) {
      this.#block.copy(target, offset, from, from + length);
      done(null);
      return;
    }
    const block = Buffer.alloc(Math.max(length, BLOCK));
    read(this.#descriptor, block, 0, block.length, position, (error, bytes) => {
      this.#block = block.subarray(0, bytes);
      this.#begin = position;
      if (error) done(error);
      else if (bytes < length) done(new ZipError('damaged'));
      else this.read(target, offset, length, position, done);
    });
  }
}

/** Without the flag the standard says code page 437, but macOS and others write UTF-8 all the same. */
function nameOf({ fileNameRaw, generalPurposeBitFlag, extraFields }: Entry): string {
  const flags = isUtf8(fileNameRaw) ? generalPurposeBitFlag | NAME_IS_UTF8 : generalPurposeBitFlag;
  return getFileNameLowLevel(flags, fileNameRaw, extraFields, false).replace(/^(?:\.\/)+/, '');
}

/** Members are read side by side and left in the middle, which the reading streams of yauzl do not survive. */
async function* chunksOf(descriptor: number, member: ZipMember): AsyncGenerator<Buffer> {
  const failure = hindrance(member);
  if (failure !== undefined) throw new ZipError(failure);
  try {
    const packed = packedBytes(descriptor, member);
    const verified = verify(member);
    // Whoever reads the last stream meets the failure of any.
    const passOn = () => undefined;
    if (member.method === STORED) pipeline(packed, verified, passOn);
    else pipeline(packed, createInflateRaw({ chunkSize: CHUNK }), verified, passOn);
    yield* verified;
  } catch (error) {
    throw explained(error);
  }
}

const readAt = promisify(read);

async function* packedBytes(descriptor: number, { offset, packed }: ZipMember): AsyncGenerator<Buffer> {
  const header = Buffer.alloc(LOCAL_HEADER);
  await readAt(descriptor, header, 0, LOCAL_HEADER, offset);
  if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new ZipError('damaged');
  const begin = offset + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28);
  for (let done = 0; done < packed; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, packed - done));
    const { bytesRead } = await readAt(descriptor, chunk, 0, chunk.length, begin + done);
    if (bytesRead === 0) throw new ZipError('damaged');
    done += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}

/** Fails as soon as there is more than was announced, so that nothing inflates without end. */
function verify({ size, crc }: ZipMember): Transform {
  let seen = 0;
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen += chunk.length;
      sum = crc32(chunk, sum);
      if (seen > size) done(new ZipError('damaged'));
      else done(null, chunk);
    },
    flush(done) {
      done(seen === size && sum === crc ? null : new ZipError('damaged'));
    },
  });
}

/** yauzl's own errors and those of zlib are mere sentences; what the system says goes through. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ZipError || 'syscall' in error) return error;
  return new ZipError(error.message.includes('encryption') ? 'encrypted' : 'damaged', { cause: error });
}
