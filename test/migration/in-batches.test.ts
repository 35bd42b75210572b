import { expect, test } from 'vitest';
import { inBatches } from '../../src/migration/in-batches.js';

test.each([
  [10, undefined, [4, 4, 2]],
  [8, undefined, [4, 4]],
  [0, undefined, []],
  [10, 5, [4, 1]],
  [10, 4, [4]],
  [10, 0, []],
])('%i in groups of 4, of at most %s', (count, limit, sizes) => {
  const source = Array.from({ length: count }, (_, index) => index);
  const batches = [...inBatches(source, 4, limit)];
  expect(batches.map(({ length }) => length)).toEqual(sizes);
  expect(batches.flat()).toEqual(source.slice(0, limit));
});
