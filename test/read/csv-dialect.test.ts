import { CsvError, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf, dialectOf, firstRecords } from '../../src/read/csv-dialect.js';

const dialect = (text: string, delimiter?: string, whole = true) => dialectOf({ bytes: Buffer.from(text), whole }, delimiter);

describe('the delimiter of a CSV file', () => {
  test.each([
    ['comma', 'id,name,status\n', ','],
    ['semicolon', 'id;name, first;status\n', ';'],
    ['tab', 'id\tname\n', '\t'],
    ['bar', 'id|name\n', '|'],
    ['comma for a single column', 'id\n', ','],
    ['not one inside quotes', '"a;b;c;d",name\n', ','],
    ['not one of a later line', 'id,name\n1;2;3;4,5\n', ','],
    ['not one of the line after a header that spans lines', '"a\n;;;",name\n', ','],
    ['comma where it is as frequent as another', 'a,b;c\n', ','],
    ['a tab that begins the header', '\n\tname\n', '\t'],
    ['not one that the header alone has', 'id;born (day, month, year, place)\n1;1990\n2;1991\n', ';'],
    ['not one of free text', 'id;note\n1;a, b\n2;c, d, e\n3;f\n', ';'],
    ['not one of decimals', 'id;score;rest\n1;0,5;2,5\n2;0,7;1,5\n', ';'],
    ['with a quote inside a cell', 'id;size;rest\n1;5" screen, black;2\n2;7" screen, red;4\n', ';'],
    ['with ragged rows', 'id;name;note, if any\n1;Testa\n2;Testa;x;y\n3;Sample, Testa;z\n', ';'],
    ['of a header without a line end', 'id;name', ';'],
  ])('%s', (_, text, delimiter) => {
    expect(dialect(text).delimiter).toBe(delimiter);
  });

  test('is the one that the file names in its first line, as Excel writes it', () => {
    expect(dialect('sep=;\r\nid,a,b,c;name\r\n')).toEqual({ delimiter: ';', newline: '\n', linesBeforeHeader: 1 });
    expect(dialect('"sep=^"\nid^name\n')).toMatchObject({ delimiter: '^', linesBeforeHeader: 1 });
    expect(dialect('sep=\t\nid\tname\n')).toMatchObject({ delimiter: '\t', linesBeforeHeader: 1 });
    expect(dialect('sep=a\nid,name\n')).toMatchObject({ delimiter: ',', linesBeforeHeader: 0 });
  });

  test('is the one that the user says, whatever the file says', () => {
    expect(dialect('sep=;\nid;name~x\n', '~')).toEqual({ delimiter: '~', newline: '\n', linesBeforeHeader: 1 });
    expect(dialect('id;name~x\n', '~')).toMatchObject({ delimiter: '~', linesBeforeHeader: 0 });
  });
});

describe('the line end of a CSV file', () => {
  test.each([
    ['a,b\n1,2\n', '\n'],
    ['a,b\r\n1,2\r\n', '\n'],
    ['a,b\r1,2\r', '\r'],
    ['a,b\r1,"2\n3"\r', '\r'],
    ['"a\nx",b\r1,2\r', '\r'],
    ['"a\rx",b\n1,2\n', '\n'],
    ['\n\na,b\r\n', '\n'],
    ['a,b', '\n'],
    ['a,"b', '\n'],
  ])('%j', (text, newline) => {
    expect(dialect(text).newline).toBe(newline);
  });
});

test('the cells of a record are those that csv-parse finds in it alone, with quotes or without', () => {
  const text = fc.string({ unit: fc.constantFrom('"', ',', ';', ' ', '\r', '\n', 'a', 'é', '\ufeff', '🙂'), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.constantFrom(',', ';'), (whole, delimiter) => {
      const written = { delimiter, newline: '\n', linesBeforeHeader: 0 };
      const records = firstRecords({ bytes: Buffer.from(whole), whole: true }, written, whole.length + 1);
      const alone = records.map((record) => cellsByParser(record.toString(), delimiter));
      expect(cellsOf(records, written)).toEqual(alone);
    }),
    { numRuns: 1000 },
  );
});

function cellsByParser(text: string, delimiter: string): string[] | undefined {
  try {
    return parse(`${text}\n`, { delimiter, record_delimiter: '\n', relax_column_count: true })[0];
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}
