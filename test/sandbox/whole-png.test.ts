import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { isWholePng } from '../../src/sandbox/whole-png.js';

/** Coloured noise. */
function picture() {
  const side = 24;
  return sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } });
}
const png = await picture().png().toBuffer();

test.each([
  ['a PNG', () => png],
  ['an interlaced PNG', () => picture().png({ progressive: true }).toBuffer()],
  ['a PNG with a palette', () => picture().png({ palette: true }).toBuffer()],
  ['a PNG with something behind it', () => Buffer.concat([png, Buffer.alloc(500)])],
])('%s is whole', async (_, bytes) => {
  expect(isWholePng(await bytes())).toBe(true);
});

test('cut off anywhere it is not whole', () => {
  const lengths = Array.from({ length: png.length }, (_, length) => length);
  expect(lengths.filter((length) => isWholePng(png.subarray(0, length)))).toEqual([]);
});

test('with one byte changed it is not whole', () => {
  const broken = Array.from(png, (byte, at) => {
    const copy = Buffer.from(png);
    copy[at] = byte ^ 0x10;
    return copy;
  });
  expect(broken.filter(isWholePng)).toEqual([]);
});

test('without pixels it is not whole', () => {
  const header = png.subarray(0, 8 + 12 + 13);
  expect(isWholePng(Buffer.concat([header, png.subarray(png.length - 12)]))).toBe(false);
});
