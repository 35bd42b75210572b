import { expect, it } from 'vitest';
import { isCutOff } from '../../src/faces/cut-off.js';
import { portrait, portraitAs, truncated } from '../helpers/images.js';

it.each(['png', 'webp', 'gif'] as const)('a %s that is whole is not, and half of it is', async (kind) => {
  const image = await portraitAs(kind, 1);
  expect([isCutOff(image, kind), isCutOff(truncated(image), kind)]).toEqual([false, true]);
});

it('a JPEG may have some bytes behind its end', async () => {
  const image = await portrait(1);
  expect(isCutOff(Buffer.concat([image, Buffer.alloc(500)]), 'jpeg')).toBe(false);
  expect(isCutOff(truncated(image), 'jpeg')).toBe(true);
});

it('of a TIFF it is not known', async () => {
  expect(isCutOff(truncated(await portraitAs('tiff', 1)), 'tiff')).toBe(false);
});
