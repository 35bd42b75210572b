/** What the first bytes of a file say about it, before anything is unpacked or decoded. */

export type Packing = 'gzip' | 'zstd' | 'zip';

const PACKINGS: readonly { readonly bytes: Buffer; readonly packing: Packing }[] = [
  { bytes: Buffer.from([0x1f, 0x8b]), packing: 'gzip' },
  { bytes: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), packing: 'zstd' },
  { bytes: Buffer.from('PK\x03\x04'), packing: 'zip' },
  // A zip without members.
  { bytes: Buffer.from('PK\x05\x06'), packing: 'zip' },
];

const ZIP_WITHIN = 'it is a zip archive inside of another packing; unpack it first';

/** Kinds of files that are no export, nor hold one once they are unpacked. */
const FOREIGN: readonly { readonly bytes: Buffer; readonly reason: string }[] = [
  { bytes: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), reason: 'it is an Excel workbook; save the sheet as CSV (UTF-8)' },
  { bytes: Buffer.from('PK\x03\x04'), reason: ZIP_WITHIN },
  { bytes: Buffer.from('PK\x05\x06'), reason: ZIP_WITHIN },
  { bytes: Buffer.from('PK\x07\x08'), reason: 'it is one part of a zip archive; put the parts together first' },
  { bytes: Buffer.from('%PDF'), reason: 'it is a PDF' },
  { bytes: Buffer.from('BZh'), reason: 'it is compressed with bzip2; unpack it first' },
  { bytes: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a]), reason: 'it is compressed with xz; unpack it first' },
  { bytes: Buffer.from([0x37, 0x7a, 0xbc, 0xaf]), reason: 'it is a 7z archive; unpack it first' },
  { bytes: Buffer.from('Rar!'), reason: 'it is a RAR archive; unpack it first' },
  { bytes: Buffer.from('SQLite format 3'), reason: 'it is an SQLite database' },
  { bytes: Buffer.from([0xff, 0xd8, 0xff]), reason: 'it is an image' },
  { bytes: Buffer.from('\x89PNG', 'latin1'), reason: 'it is an image' },
  { bytes: Buffer.from([0xff, 0xfe, 0, 0]), reason: 'it is UTF-32; save it as UTF-8' },
];

/** How many bytes the longest signature has, at most. */
export const SIGNATURE_BYTES = 16;

export function packingOf(beginning: Buffer): Packing | undefined {
  return PACKINGS.find(({ bytes }) => startsWith(beginning, bytes))?.packing;
}

/** Why a file with this beginning is no export; undefined where nothing speaks against it. */
export function foreignKind(beginning: Buffer): string | undefined {
  return FOREIGN.find(({ bytes }) => startsWith(beginning, bytes))?.reason;
}

export function startsWith(bytes: Buffer, beginning: Buffer): boolean {
  return bytes.subarray(0, beginning.length).equals(beginning);
}
