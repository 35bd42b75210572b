import sharp from 'sharp';
import { expect, it } from 'vitest';
import { decodeFailure } from '../../src/faces/decode-failure.js';
import { damaged, pngClaiming, portrait, truncated } from '../helpers/images.js';

it('tells too many pixels from damage, and keeps the decoder’s words as the cause', async () => {
  const bomb = await failureOf(pngClaiming(30_000, 30_000));
  expect(decodeFailure(bomb)).toMatchObject({ code: 'face_too_many_pixels', detail: { limit: 100 }, cause: bomb });
});

it.each([
  { defect: 'cut off', bytes: async () => truncated(await portrait(1)) },
  { defect: 'damaged in the middle', bytes: async () => damaged(await portrait(1)) },
  { defect: 'empty behind its first bytes', bytes: async () => (await portrait(1)).subarray(0, 4) },
])('takes an image that is $defect for broken', async ({ bytes }) => {
  const failure = await failureOf(await bytes());
  expect(decodeFailure(failure)).toMatchObject({ code: 'face_broken', cause: failure });
});

async function failureOf(bytes: Buffer): Promise<unknown> {
  const decoding = sharp(bytes, { limitInputPixels: 100_000_000 }).raw().toBuffer();
  return decoding.then(
    () => expect.fail('sharp decoded the image'),
    (error: unknown) => error,
  );
}
