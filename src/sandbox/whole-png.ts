import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** A chunk is a length, a type, so many bytes, and a checksum over type and bytes. */
const AROUND_BYTES = 12;

/**
 * Whether the bytes are a PNG from its beginning to its end: chunk after chunk with the right checksum, the first with a size, some
 * with pixels, and the one that ends it. What follows that belongs to no image. Pixels are not decoded.
 */
export function isWholePng(bytes: Buffer): boolean {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return false;
  let hasPixels = false;
  let at = SIGNATURE.length;
  while (at + AROUND_BYTES <= bytes.length) {
    const end = at + AROUND_BYTES + bytes.readUInt32BE(at);
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return false;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (at === SIGNATURE.length && !(type === 'IHDR' && hasSize(bytes, at, end))) return false;
    if (type === 'IDAT') hasPixels = true;
    if (type === 'IEND') return hasPixels;
    at = end;
  }
  return false;
}

/** Width and height are the first of the chunk's 13 bytes. */
function hasSize(bytes: Buffer, at: number, end: number): boolean {
  return end - at === AROUND_BYTES + 13 && bytes.readUInt32BE(at + 8) > 0 && bytes.readUInt32BE(at + 12) > 0;
}
