import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFedBack, undefuse } from '../../src/read/fed-back.js';
import { defuse } from '../../src/report/index.js';
import { rejectTable } from '../../src/report/reject-table.js';
import { readCsv } from './read-all.js';

/** Mostly the characters that matter here. */
const cells = fc.oneof(
  fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', 'a', '1') }),
  fc.string({ unit: 'grapheme' }),
);

test('taking the guard off is the exact inverse of putting it on', () => {
  fc.assert(fc.property(cells, (cell) => undefuse(defuse(cell)) === cell));
});

test.each([
  ["'=q4", '=q4'],
  ["'+34600000001", '+34600000001'],
  ["''=q4", "'=q4"],
  ["O'Sample", "O'Sample"],
  ["'quoted'", "'quoted'"],
  ['=mended by hand', '=mended by hand'],
  ['', ''],
])('%j is read as %j', (written, cell) => {
  expect(undefuse(written)).toBe(cell);
});

test('a file of rejects has both columns of its own', () => {
  expect(isFedBack(['vendor_data', '_item', '_reason'])).toBe(true);
  expect(isFedBack(['vendor_data', '_item'])).toBe(false);
});

test('a file of rejects reads back with the cells and columns of the export, whatever they begin with', () => {
  const column = fc.stringMatching(/^['=+@-]{0,2}[a-z]{1,5}$/);
  const table = fc
    .uniqueArray(column, { minLength: 1, maxLength: 4 })
    .chain((columns) =>
      fc.tuple(fc.constant(columns), fc.array(fc.array(cells, { minLength: columns.length, maxLength: columns.length }))),
    );
  fc.assert(
    fc.property(table, ([columns, rows]) => {
      const fieldsOf = (row: readonly string[]) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? '']));
      const rejects = rows.map((row, index) => ({
        item: `r${index + 1}-abc123`,
        record: `${index + 1}`,
        line: null,
        fields: fieldsOf(row),
        problems: [{ code: 'date_in_future', field: 'born' } as const],
      }));
      const text = stringify([...rejectTable(columns, rejects)], { quoted_match: /[\r\n]/ });
      expect(readCsv(text).map(({ fields }) => fields)).toEqual(
        rows.map((row, index) => ({
          ...fieldsOf(row),
          _item: `r${index + 1}-abc123`,
          _reason: `date_in_future — record ${index + 1}: The date in born lies in the future.`,
        })),
      );
    }),
  );
});

test('cells of any other file stay as they are', () => {
  expect(readCsv("id,'=q\n'=q4,'+1\n")[0]?.fields).toEqual({ id: "'=q4", "'=q": "'+1" });
});
