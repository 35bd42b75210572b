import { expect, test } from 'vitest';
import { Spill } from '../../src/read/spill.js';

test.each([
  ['in memory', 1000],
  ['on the disk', 0],
  ['first in memory, then on the disk', 25],
])('values are found by their keys, the first of each, %s', (_, memoryBytes) => {
  const spill = new Spill(memoryBytes);
  try {
    spill.add('a', { id: 1 }, 10);
    spill.add('b', null, 10);
    spill.add('a', { id: 2 }, 10);
    spill.add('__proto__', 'c', 10);
    expect(['a', 'b', '__proto__', 'constructor'].map((key) => spill.find(key))).toEqual([{ id: 1 }, null, 'c', undefined]);
  } finally {
    spill.close();
  }
});
