import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordSplitter } from '../../src/read/record-splitter.js';

const QUOTES = { quote: 0x22, delimiter: 0x2c };

function split(
  text: string,
  { maxRecordBytes = 1000, chunkBytes = 1000, quotes = true } = {},
): [line: number, text: string | undefined][] {
  const splitter = new RecordSplitter({ newline: 0x0a, maxRecordBytes, ...(quotes ? { quotes: QUOTES } : {}) });
  const bytes = Buffer.from(text);
  const found = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) found.push(...splitter.write(bytes.subarray(at, at + chunkBytes)));
  found.push(...splitter.end());
  return found.map((raw) => [raw.line, raw.bytes?.toString()]);
}

describe('records end', () => {
  test('at line feeds, with or without carriage return, and at the end', () => {
    expect(split('a\nb\r\nc')).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
  });

  test('blank lines are passed over, and the lines after them keep their numbers', () => {
    expect(split('\na\n\n\r\nb\n\n')).toEqual([
      [2, 'a'],
      [5, 'b'],
    ]);
  });

  test('not inside a quoted cell', () => {
    expect(split('1,"a\nb",2\n3\n')).toEqual([
      [1, '1,"a\nb",2'],
      [3, '3'],
    ]);
  });

  test('not after a doubled quote in a quoted cell', () => {
    expect(split('"a""\n""",2\n3')).toEqual([
      [1, '"a""\n""",2'],
      [3, '3'],
    ]);
  });

  test('after a stray quote in an unquoted cell', () => {
    expect(split('1,5" screen\n2\n')).toEqual([
      [1, '1,5" screen'],
      [2, '2'],
    ]);
  });

  test('after a quoted cell that closes too early', () => {
    expect(split('"x"y,3\n4,5\n')).toEqual([
      [1, '"x"y,3'],
      [2, '4,5'],
    ]);
  });

  test('at every line feed where quotes mean nothing', () => {
    expect(split('"a\nb"', { quotes: false })).toEqual([
      [1, '"a'],
      [2, 'b"'],
    ]);
  });
});

describe('a record over the limit', () => {
  test('is reported without its bytes, and the next one is read', () => {
    expect(split('12345\n123456\n12345\n', { maxRecordBytes: 5 })).toEqual([
      [1, '12345'],
      [2, undefined],
      [3, '12345'],
    ]);
  });

  test('ends at a line end even if its quote never closes', () => {
    expect(split('"12\n34\n56\n7\n8', { maxRecordBytes: 8 })).toEqual([
      [1, undefined],
      [4, '7'],
      [5, '8'],
    ]);
  });
});

test('the same records come out however the bytes arrive', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 30 }), (written, chunkBytes, maxRecordBytes) => {
      expect(split(written, { chunkBytes, maxRecordBytes })).toEqual(split(written, { maxRecordBytes }));
    }),
    { numRuns: 1000 },
  );
});
