import sharp from 'sharp';

/**
 * Sets sharp up for many images, each seen once: one thread per image (several images run side by side) and no cache of
 * operations. sharp holds this per process, so a program calls it once, at its start.
 */
export function tuneSharp(): void {
  sharp.concurrency(1);
  sharp.cache(false);
}
