import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { detailOf, isBlank } from '../../src/faces/blank.js';
import type { Pixels } from '../../src/faces/pixels.js';
import { dimmed, plain, portrait } from '../helpers/images.js';

describe('a picture without detail', () => {
  it('is one colour, whichever and however large', () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(colour, side, side, (rgb, width, height) => {
        const pixels = { data: Buffer.alloc(width * height * 3, Buffer.from(rgb)), width, height };
        expect(detailOf(pixels)).toBeCloseTo(0);
        expect(isBlank(pixels)).toBe(true);
      }),
    );
  });

  it.each([5, 10])('is a lens cap with noise of %i grey levels', async (noise) => {
    expect(isBlank(await decoded(await plain(1280, 960, noise)))).toBe(true);
  });
});

describe('a picture with detail', () => {
  it.each([1, 0.3, 0.1, 0.05, 0.03])('is a head at %f of its exposure', async (share) => {
    expect(isBlank(await decoded(await dimmed(await portrait(1), share)))).toBe(false);
  });

  it('may be a fine pattern whose parts are equal all over', () => {
    const [width, height] = [320, 320];
    const data = Buffer.from(Array.from({ length: width * height * 3 }, (_, at) => (Math.floor(at / 3) * 7919) % 61));
    expect(detailOf({ data, width, height })).toBeLessThan(1);
    expect(isBlank({ data, width, height })).toBe(false);
  });

  it('is judged by all of it: a dark half is seen wherever it is', () => {
    const [width, height] = [40, 20];
    const halves = (from: number) =>
      Buffer.from(Array.from({ length: width * height * 3 }, (_, at) => (Math.floor(at / 3) % width < from ? 0 : 200)));
    for (const from of [10, 20, 30]) expect(detailOf({ data: halves(from), width, height })).toBeGreaterThan(50);
  });
});

async function decoded(image: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
