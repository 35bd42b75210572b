import type { Pixels } from './pixels.js';

/** The picture is divided into so many cells on each side, and each is looked at in so many places across and down. */
const CELLS = 16;
const LOOKS = 16;
/**
 * Measured in grey levels of 255: one colour gives 0, a lens cap with a sensor's noise under 0.8, a cartoon head at 3 % of its
 * exposure 1.4 and at full exposure 50.
 */
const LEAST_DETAIL = 1;

/** Is there nothing to be seen: one colour, a lens cap, a page without a word? Not whether it is a face. */
export function isBlank(pixels: Pixels): boolean {
  return detailOf(pixels) < LEAST_DETAIL;
}

/** How much the parts of a picture differ in brightness: the standard deviation of the means of its cells, which noise does not reach. */
export function detailOf(pixels: Pixels): number {
  const means = Array.from({ length: CELLS * CELLS }, (_, cell) => meanOf(pixels, cell % CELLS, Math.floor(cell / CELLS)));
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  return Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / means.length);
}

function meanOf({ data, width, height }: Pixels, column: number, row: number): number {
  let sum = 0;
  for (let look = 0; look < LOOKS * LOOKS; look++) {
    const x = Math.floor(((column + ((look % LOOKS) + 0.5) / LOOKS) * width) / CELLS);
    const y = Math.floor(((row + (Math.floor(look / LOOKS) + 0.5) / LOOKS) * height) / CELLS);
    const at = (y * width + x) * 3;
    // Rec. 601, as JPEG itself weighs the colours.
    sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  return sum / (LOOKS * LOOKS);
}
