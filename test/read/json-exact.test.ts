import { describe, expect, test } from 'vitest';
import { isExact, parseExact } from '../../src/read/json-exact.js';

test.each([
  ['9007199254740991', true],
  ['9007199254740992', false],
  ['-9007199254740993', false],
  ['0', true],
  ['-0', true],
  ['12345678901234567.5', true],
  ['1e20', true],
  ['1e400', false],
])('%s can be a JavaScript number: %s', (digits, exact) => {
  expect(isExact(digits)).toBe(exact);
});

describe('parsing JSON exactly', () => {
  test('keeps the digits of long integers, wherever they are', () => {
    expect(
      parseExact('{"id": 12345678901234567890, "list": [-9007199254740993, 1e400, 7], "text": "12345678901234567890"}'),
    ).toEqual({
      id: '12345678901234567890',
      list: ['-9007199254740993', '1e400', 7],
      text: '12345678901234567890',
    });
  });

  test('keeps the digits of the first integer that a double cannot hold', () => {
    expect(parseExact('{"id":9007199254740993}')).toEqual({ id: '9007199254740993' });
    expect(parseExact('{"id":9007199254740991}')).toEqual({ id: 9007199254740991 });
  });

  test('keeps null, also where a long integer stands nearby', () => {
    expect(parseExact('[null, 12345678901234567890]')).toEqual([null, '12345678901234567890']);
    expect(parseExact('12345678901234567890')).toBe('12345678901234567890');
  });

  test.each([
    '',
    '{',
    '{"a":1} {}',
    '[12345678901234567890',
    '12345678901234567890 1',
    '{"a":12345678901234567890}}',
    '01234567890123456789',
    '{12345678901234567890:1}',
    '1e999"',
  ])('refuses %j', (text) => {
    expect(() => parseExact(text)).toThrow();
  });

  test('keeps texts as they are beside a long integer, whatever they hold', () => {
    const value = { a: 'x"12345678901234567890\\', 'b"': ['\\"1e999', '\u2028 -99999999999999999999'], c: '\\\\' };
    expect(parseExact(JSON.stringify({ ...value, id: 0 }).replace('"id":0', '"id":12345678901234567890'))).toEqual({
      ...value,
      id: '12345678901234567890',
    });
  });

  test('takes a text of any length', () => {
    const text = 'a"\\'.repeat(1_000_000);
    expect(parseExact(`{"text":${JSON.stringify(text)},"id":12345678901234567890}`)).toEqual({
      text,
      id: '12345678901234567890',
    });
  });
});
