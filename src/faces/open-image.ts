import sharp, { type Sharp } from 'sharp';
import { MAX_DECODE_SECONDS, MAX_MEGAPIXELS } from './decode-failure.js';

/**
 * An image of untrusted bytes, its first frame only. `warning` also refuses damage in the middle of a file, which `error` would let
 * pass as grey bars.
 */
export function openImage(bytes: Buffer): Sharp {
  return sharp(bytes, { failOn: 'warning', limitInputPixels: MAX_MEGAPIXELS * 1_000_000 }).timeout({
    seconds: MAX_DECODE_SECONDS,
  });
}
