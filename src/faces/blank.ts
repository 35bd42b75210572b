import type { Pixels } from './pixels.js';

/** The picture is divided into so many cells on each side, and each is looked at in so many places across and down. */
const CELLS = 16;
const LOOKS = 16;
/**
 * Measured in grey levels of 255: one colour gives 0, a lens cap with a sensor's noise under 0.8, a cartoon head at 3 % of its
 * exposure 1.4 and at full exposure 50.
 */
const LEAST_DETAIL = 1;
/** In grey levels of 255 as well: fine patterns have equal parts all over and are no blank page; a sensor's noise stays below. */
const LEAST_CONTRAST = 12;

/** Is there nothing to be seen: one colour, a lens cap, a page without a word? Not whether it is a face. */
export function isBlank(pixels: Pixels): boolean {
  return detailOf(pixels) < LEAST_DETAIL && contrastOf(pixels) < LEAST_CONTRAST;
}

/** How much the parts of a picture differ in brightness: the standard deviation of the means of its cells, which noise does not reach. */
export function detailOf(pixels: Pixels): number {
  return deviation(Array.from({ length: CELLS * CELLS }, (_, cell) => mean(cellOf(pixels, cell))));
}

/** How much its places differ in brightness, wherever they are. */
function contrastOf(pixels: Pixels): number {
  return deviation(Array.from({ length: CELLS * CELLS }, (_, cell) => cellOf(pixels, cell)).flat());
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

/** The brightness of the places of a cell that are looked at. */
function cellOf({ data, width, height }: Pixels, cell: number): number[] {
  const [column, row] = [cell % CELLS, Math.floor(cell / CELLS)];
  return Array.from({ length: LOOKS * LOOKS }, (_, look) => {
    const x = Math.floor(((column + ((look % LOOKS) + 0.5) / LOOKS) * width) / CELLS);
    const y = Math.floor(((row + (Math.floor(look / LOOKS) + 0.5) / LOOKS) * height) / CELLS);
    const at = (y * width + x) * 3;
    // Rec. 601, as JPEG itself weighs the colours.
    return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  });
}
