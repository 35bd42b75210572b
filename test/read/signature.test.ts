import { describe, expect, test } from 'vitest';
import { foreignKind, packingOf } from '../../src/read/signature.js';

describe('a file that has to be unpacked', () => {
  test.each([
    ['1f8b0800', 'gzip'],
    ['28b52ffd04', 'zstd'],
    ['504b0304', 'zip'],
    ['504b05060000', 'zip'],
    ['1f', undefined],
    ['69642c6e616d65', undefined],
  ])('%s', (bytes, packing) => {
    expect(packingOf(Buffer.from(bytes, 'hex'))).toBe(packing);
  });
});

describe('a file that is no export', () => {
  test.each([
    ['d0cf11e0a1b11ae1', 'it is an Excel workbook; save the sheet as CSV (UTF-8)'],
    ['255044462d312e37', 'it is a PDF'],
    ['425a6839', 'it is compressed with bzip2; unpack it first'],
    ['fd377a585a00', 'it is compressed with xz; unpack it first'],
    ['377abcaf271c', 'it is a 7z archive; unpack it first'],
    ['526172211a07', 'it is a RAR archive; unpack it first'],
    ['53514c69746520666f726d61742033', 'it is an SQLite database'],
    ['ffd8ffe0', 'it is an image'],
    ['89504e470d0a', 'it is an image'],
    ['fffe000069000000', 'it is UTF-32; save it as UTF-8'],
    ['504b0304', 'it is a zip archive inside of another packing; unpack it first'],
    ['504b0708', 'it is one part of a zip archive; put the parts together first'],
    ['69642c6e616d65', undefined],
    // A CSV whose first column is called PK.
    ['504b2c6e616d65', undefined],
    ['fffe6900', undefined],
    ['', undefined],
  ])('%s', (bytes, reason) => {
    expect(foreignKind(Buffer.from(bytes, 'hex'))).toBe(reason);
  });
});
