import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw } from '../../src/sandbox/draw.js';

test('the rows are those of mulberry32', () => {
  expect([0, 1, 2].map((index) => draw(1, index))).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
  expect([0, 1].map((index) => draw(2 ** 32 - 1, index))).toEqual([0.8964226141106337, 0.189478256739676]);
});

test('every number is from 0 up to but not including 1', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(), (seed, index) => {
      const number = draw(seed, index);
      return number >= 0 && number < 1;
    }),
  );
});
