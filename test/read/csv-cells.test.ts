import { expect, test } from 'vitest';
import { cellsIn } from '../../src/read/csv-cells.js';

test.each([
  ['a,b', ['a', 'b']],
  ['a,,', ['a', '', '']],
  ['"a","b"', ['a', 'b']],
  ['"a,b",c', ['a,b', 'c']],
  ['"","""",x', ['', '"', 'x']],
  ['"say ""no""",""', ['say "no"', '']],
  ['"two\nlines",', ['two\nlines', '']],
])('%j has the cells %j', (record, cells) => {
  expect(cellsIn(record, ',')).toEqual(cells);
});

test.each(['5" screen', '1,"open', '"a"b,c', 'a,b"', '"""'])('%j is left to a parser', (record) => {
  expect(cellsIn(record, ',')).toBeUndefined();
});
