/**
 * The `index`th number, from 0 up to but not including 1, of the endless row that belongs to `seed`. This is mulberry32, asked for
 * any place of its row instead of one place after the other, so that nobody has to keep a generator.
 */
export function draw(seed: number, index: number): number {
  const state = (seed + Math.imul(index + 1, 0x6d2b79f5)) | 0;
  const mixed = Math.imul(state ^ (state >>> 15), state | 1);
  const stirred = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
  return ((stirred ^ (stirred >>> 14)) >>> 0) / 2 ** 32;
}
