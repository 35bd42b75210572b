import { describe, expect, test } from 'vitest';
import { columnNames, readHeader } from '../../src/read/csv-header.js';

describe('column names', () => {
  test('are trimmed, and empty ones are named by their position', () => {
    expect(columnNames([' id ', '', 'na me', '  '])).toEqual(['id', 'column 2', 'na me', 'column 4']);
  });

  test('become unique without taking a name that the header has elsewhere', () => {
    expect(columnNames(['name', 'name', 'name (2)', 'name'])).toEqual(['name', 'name (3)', 'name (2)', 'name (4)']);
  });

  test('may be odd', () => {
    const names = ['info.dob', 'Date of birth', '__proto__', 'constructor', 'Prüfergebnis', 'a=b', '["x"]'];
    expect(columnNames(names)).toEqual(names);
  });
});

describe('a header', () => {
  const read = (text: string, whole = true) => readHeader('export.csv', { bytes: Buffer.from(text), whole });

  test('with a broken quote stops the reading', () => {
    expect(() => read('id,na"me\n1,2\n')).toThrow(
      'export.csv breaks off or breaks its format at its header: a quote is not closed or stands in the middle of a cell.',
    );
  });

  test('that does not end stops the reading', () => {
    expect(() => read('id,"name\n1,2\n', false)).toThrow('the header does not end within 13 bytes');
    expect(() => read('sep=;\n')).toThrow('the header does not end within 6 bytes');
  });

  test('comes behind the line that names the delimiter', () => {
    expect(read('sep=;\r\n\r\nid;name\r\n').columns).toEqual(['id', 'name']);
  });
});
