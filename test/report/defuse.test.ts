import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defuse } from '../../src/report/index.js';

/** Mostly the characters that matter here. */
const cells = fc.oneof(
  fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', 'a', '1') }),
  fc.string({ unit: 'binary' }),
);

test('no guarded cell begins as a formula', () => {
  fc.assert(fc.property(cells, (cell) => !/^[=+\-@\t\r]/.test(defuse(cell))));
});

test.each([
  ['=1+1', "'=1+1"],
  ['+34600000001', "'+34600000001"],
  ['-5', "'-5"],
  ['@sum', "'@sum"],
  ['\tx', "'\tx"],
  ["'=already", "''=already"],
  ["O'Sample", "O'Sample"],
  ["'quoted'", "'quoted'"],
  ['a=b', 'a=b'],
  ['', ''],
])('%j is written as %j', (cell, written) => {
  expect(defuse(cell)).toBe(written);
});
