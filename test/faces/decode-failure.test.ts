import sharp from 'sharp';
import { expect, it } from 'vitest';
import { decodeFailure } from '../../src/faces/decode-failure.js';
import { damaged, pngClaiming, portrait, truncated } from '../helpers/images.js';

it('tells too many pixels from damage, and keeps the decoder’s words as the cause', async () => {
  const bytes = pngClaiming(30_000, 30_000);
  const bomb = await failureOf(bytes);
  expect(decodeFailure(bomb, bytes, 'png')).toMatchObject({ code: 'face_too_many_pixels', detail: { limit: 100 }, cause: bomb });
});

it('tells too much time from damage', async () => {
  const slow = sharp({ create: { width: 12_000, height: 8_000, channels: 3, background: 'red' } }).blur(80);
  const failure = await failed(slow.timeout({ seconds: 1 }).raw().toBuffer());
  expect(decodeFailure(failure, await portrait(1), 'jpeg')).toMatchObject({ code: 'face_too_slow', detail: { seconds: 20 } });
});

it.each([
  { defect: 'cut off', bytes: async () => truncated(await portrait(1)), code: 'face_truncated' },
  { defect: 'empty behind its first bytes', bytes: async () => (await portrait(1)).subarray(0, 4), code: 'face_truncated' },
  { defect: 'damaged in the middle', bytes: async () => damaged(await portrait(1)), code: 'face_broken' },
])('takes an image that is $defect for $code', async ({ bytes, code }) => {
  const image = await bytes();
  const failure = await failureOf(image);
  expect(decodeFailure(failure, image, 'jpeg')).toMatchObject({ code, cause: failure });
});

function failureOf(bytes: Buffer): Promise<unknown> {
  return failed(sharp(bytes, { limitInputPixels: 100_000_000 }).raw().toBuffer());
}

function failed(decoding: Promise<unknown>): Promise<unknown> {
  return decoding.then(
    () => expect.fail('sharp decoded the image'),
    (error: unknown) => error,
  );
}
