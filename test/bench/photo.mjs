// Photo-like pictures for benches: soft areas, texture and a sensor's noise; each seed another one, the same every time.
import sharp from 'sharp';

/** @returns {Promise<import('sharp').Sharp>} */
export async function photo(width, height, seed = 1) {
  const [soft, texture] = await Promise.all([spots(8, seed, width, height), spots(128, seed + 1, width, height)]);
  let state = seed;
  for (let at = 0; at < soft.length; at++) {
    state = next(state);
    const value = soft[at] * 0.7 + texture[at] * 0.3 + ((state >>> 27) - 16) * 0.6;
    soft[at] = Math.min(255, Math.max(0, value));
  }
  return sharp(soft, { raw: { width, height, channels: 3 } });
}

/** Random colours, so many on each side, with smooth passages between them. */
function spots(side, seed, width, height) {
  const colours = Buffer.alloc(side * side * 3);
  let state = seed;
  for (let at = 0; at < colours.length; at++) {
    state = next(state);
    colours[at] = state >>> 24;
  }
  return sharp(colours, { raw: { width: side, height: side, channels: 3 } })
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
}

const next = (state) => (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
