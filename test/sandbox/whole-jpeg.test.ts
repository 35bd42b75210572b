import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { isWholeJpeg } from '../../src/sandbox/whole-jpeg.js';

/** Coloured noise. */
function picture() {
  const side = 48;
  return sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } });
}
const jpeg = await picture().jpeg().toBuffer();

test.each([
  ['a baseline JPG', () => jpeg],
  ['a progressive JPG', () => picture().jpeg({ progressive: true }).toBuffer()],
  ['a JPG with a profile and EXIF', () => picture().withMetadata({ density: 72 }).jpeg().toBuffer()],
  ['a grey JPG', () => picture().greyscale().jpeg().toBuffer()],
  ['a JPG with something behind it', () => Buffer.concat([jpeg, Buffer.alloc(500, 0xff)])],
  [
    'a JPG with filling bytes before a marker',
    () => Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(3, 0xff), jpeg.subarray(2)]),
  ],
])('%s is whole', async (_, bytes) => {
  expect(isWholeJpeg(await bytes())).toBe(true);
});

test('cut off anywhere it is not whole', () => {
  const lengths = Array.from({ length: jpeg.length }, (_, length) => length);
  expect(lengths.filter((length) => isWholeJpeg(jpeg.subarray(0, length)))).toEqual([]);
});

test('without a height it is not whole', () => {
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  const flat = Buffer.from(jpeg);
  flat.writeUInt16BE(0, frame + 5);
  expect(isWholeJpeg(flat)).toBe(false);
});

test('an end before any scan makes no image', () => {
  expect(isWholeJpeg(Buffer.from([0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0]))).toBe(false);
});
