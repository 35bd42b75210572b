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

/** So many places across the picture, and down. */
const PLACES = CELLS * LOOKS;

/** Is there nothing to be seen: one colour, a lens cap, a page without a word? Not whether it is a face. */
export function isBlank(pixels: Pixels): boolean {
  const places = brightnessOf(pixels);
  return deviation(meansOfCells(places)) < LEAST_DETAIL && deviation(places) < LEAST_CONTRAST;
}

/** How much the parts of a picture differ in brightness: the standard deviation of the means of its cells, which noise does not reach. */
export function detailOf(pixels: Pixels): number {
  return deviation(meansOfCells(brightnessOf(pixels)));
}

/** The brightness of the places that are looked at, row by row. Runs for every photo on the thread that speaks to Didit: 0.4 ms. */
function brightnessOf({ data, width, height }: Pixels): Float64Array {
  const places = new Float64Array(PLACES * PLACES);
  const columns = Array.from({ length: PLACES }, (_, column) => Math.floor(((column + 0.5) * width) / PLACES) * 3);
  for (let row = 0, place = 0; row < PLACES; row++) {
    const start = Math.floor(((row + 0.5) * height) / PLACES) * width * 3;
    for (const column of columns) {
      const at = start + column;
      // Rec. 601, as JPEG itself weighs the colours.
      places[place++] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    }
  }
  return places;
}

function meansOfCells(places: Float64Array): Float64Array {
  const means = new Float64Array(CELLS * CELLS);
  for (let row = 0, place = 0; row < PLACES; row++) {
    for (let column = 0; column < PLACES; column++, place++) {
      const cell = Math.floor(row / LOOKS) * CELLS + Math.floor(column / LOOKS);
      means[cell] = (means[cell] ?? 0) + (places[place] ?? 0) / (LOOKS * LOOKS);
    }
  }
  return means;
}

function deviation(values: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const middle = sum / values.length;
  for (const value of values) squares += (value - middle) ** 2;
  return Math.sqrt(squares / values.length);
}
