/** Zip files for tests, byte by byte: whole ones, and ones that lie. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** As it is stored; bytes where it is not UTF-8. */
  readonly name: string | Buffer;
  readonly content?: Buffer | string;
  /** 8 for deflate, which is used unless another is given; 0 for stored. Others are claimed and not done. */
  readonly method?: number;
  /** 1: encrypted; 0x800: the name is UTF-8. */
  readonly flags?: number;
  /** Claimed in place of the true ones. */
  readonly size?: number;
  readonly crc?: number;
}

export function zipOf(entries: readonly ZipEntry[], format: 'zip' | 'zip64' = 'zip'): Buffer {
  const chunks: Buffer[] = [];
  const table: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from(entry.name);
    const header = headerOf(entry, { content, packed, method, name });
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), header.subarray(0, 24), Buffer.alloc(2), name, packed]);
    const central =
      format === 'zip'
        ? Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), header, Buffer.alloc(12), number(offset, 4), name])
        : central64(header, packed.length, offset, name);
    local.writeUInt16LE(name.length, 26);
    chunks.push(local);
    table.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(table);
  return Buffer.concat([
    ...chunks,
    directory,
    format === 'zip' ? end(table.length, directory.length, offset) : end64(table.length, directory.length, offset),
  ]);
}

function end(count: number, length: number, offset: number): Buffer {
  return Buffer.concat([
    Buffer.from('PK\x05\x06\0\0\0\0'),
    number(count, 2),
    number(count, 2),
    number(length, 4),
    number(offset, 4),
    Buffer.alloc(2),
  ]);
}

/** All numbers are in the long record; the short one only says so. */
function end64(count: number, length: number, offset: number): Buffer {
  const record = [Buffer.from('PK\x06\x06'), long(44), Buffer.alloc(12), long(count), long(count), long(length), long(offset)];
  const locator = [Buffer.from('PK\x06\x07\0\0\0\0'), long(offset + length), number(1, 4)];
  return Buffer.concat([...record, ...locator, end(0xffff, 0xffffffff, 0xffffffff)]);
}

/** Sizes and place are in an extra field. */
function central64(header: Buffer, packed: number, offset: number, name: Buffer): Buffer {
  const extra = Buffer.concat([number(1, 2), number(24, 2), long(header.readUInt32LE(18)), long(packed), long(offset)]);
  const short = Buffer.concat([header.subarray(0, 14), Buffer.alloc(8, 0xff), header.subarray(22)]);
  const rest = [number(extra.length, 2), Buffer.alloc(10), Buffer.alloc(4, 0xff)];
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), short, ...rest, name, extra]);
}

function long(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

interface Packed {
  readonly content: Buffer;
  readonly packed: Buffer;
  readonly method: number;
  readonly name: Buffer;
}

/** What the local header and the table of contents have in common: 26 bytes from the version on. */
function headerOf({ flags = 0, size, crc }: ZipEntry, { content, packed, method, name }: Packed): Buffer {
  return Buffer.concat([
    number(20, 2),
    number(flags, 2),
    number(method, 2),
    number(0, 4),
    number(crc ?? crc32(content), 4),
    number(packed.length, 4),
    number(size ?? content.length, 4),
    number(name.length, 2),
  ]);
}

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
