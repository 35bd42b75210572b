import { describe, expect, test } from 'vitest';
import { columnNames, dialectOf } from '../../src/read/csv-header.js';

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
  ])('%s', (_, text, delimiter) => {
    expect(dialectOf(text).delimiter).toBe(delimiter);
  });

  test('a tab that begins the header counts', () => {
    expect(dialectOf('\n\tname\n').delimiter).toBe('\t');
  });
});

describe('the line end of a CSV file', () => {
  test.each([
    ['a,b\n1,2\n', '\n'],
    ['a,b\r\n1,2\r\n', '\n'],
    ['a,b\r1,2\r', '\r'],
    ['a,b', '\n'],
  ])('%j', (text, newline) => {
    expect(dialectOf(text).newline).toBe(newline);
  });
});

describe('column names', () => {
  test('are trimmed, and empty ones are named by their position', () => {
    expect(columnNames([' id ', '', 'na me', '  '])).toEqual(['id', 'column 2', 'na me', 'column 4']);
  });

  test('become unique without taking a name that the header has elsewhere', () => {
    expect(columnNames(['name', 'name', 'name (2)', 'name'])).toEqual(['name', 'name (3)', 'name (2)', 'name (4)']);
  });
});
