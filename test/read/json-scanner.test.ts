import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonScanner } from '../../src/read/json-scanner.js';

/** Each token as its place and text; from the first bracket on, `whole` values come whole. */
function scan(text: string, { chunkBytes = 1000, maxBytes = 1000, whole = false } = {}): string[] {
  const scanner = new JsonScanner(maxBytes);
  const bytes = Buffer.from(text);
  const found: string[] = [];
  const take = (token: { kind: string; offset: number; bytes?: Buffer }) => {
    found.push(`${token.offset} ${token.kind === 'value' ? (token.bytes?.toString() ?? 'too large') : token.kind}`);
    if (whole) scanner.takeWhole();
  };
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    for (const token of scanner.write(bytes.subarray(at, at + chunkBytes))) take(token);
  }
  for (const token of scanner.end()) take(token);
  return found;
}

test('the marks and values of JSON come one by one', () => {
  expect(scan('{"a\\"}": [1,-2.5e3 ,true]}')).toEqual([
    '0 {',
    '1 "a\\"}"',
    '7 :',
    '9 [',
    '10 1',
    '11 ,',
    '12 -2.5e3',
    '19 ,',
    '20 true',
    '24 ]',
    '25 }',
  ]);
});

test('a value that is taken whole may hold anything but unmatched brackets and quotes', () => {
  expect(scan('[{"a":["]}\\\\"],b}, [[]] ,"x",7]', { whole: true })).toEqual([
    '0 [',
    '1 {"a":["]}\\\\"],b}',
    '17 ,',
    '19 [[]]',
    '24 ,',
    '25 "x"',
    '28 ,',
    '29 7',
    '30 ]',
  ]);
});

test('a value over the limit comes without its bytes, and the next one with them', () => {
  expect(scan('["12345","123456",12345678]', { maxBytes: 7 })).toEqual([
    '0 [',
    '1 "12345"',
    '8 ,',
    '9 too large',
    '17 ,',
    '18 too large',
    '26 ]',
  ]);
});

test('it knows where a value began that has not ended', () => {
  const scanner = new JsonScanner(100);
  expect(scanner.unfinished).toBeUndefined();
  expect([...scanner.write(Buffer.from('[1, "ab'))]).toHaveLength(3);
  expect(scanner.unfinished).toBe(4);
  expect([...scanner.write(Buffer.from('c"'))]).toEqual([{ kind: 'value', offset: 4, bytes: Buffer.from('"abc"') }]);
  expect(scanner.unfinished).toBeUndefined();
});

test('the same tokens come out however the bytes arrive', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '\\"', ' ', '\n', '1', 'true', 'é', '\ufeff', '"a"');
  fc.assert(
    fc.property(
      fc.string({ unit: piece, maxLength: 50 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      (text, chunkBytes, maxBytes, whole) => {
        expect(scan(text, { chunkBytes, maxBytes, whole })).toEqual(scan(text, { maxBytes, whole }));
      },
    ),
    { numRuns: 1000 },
  );
});
