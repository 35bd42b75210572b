import { describe, expect, test } from 'vitest';
import { byteOrderMark, utf8OrWindows, utf16Pattern } from '../../src/read/encoding.js';

test.each([
  ['efbbbf6964', { name: 'utf-8', length: 3 }],
  ['fffe6900', { name: 'utf-16le', length: 2 }],
  ['feff0069', { name: 'utf-16be', length: 2 }],
  ['6964', undefined],
  ['ef', undefined],
])('the byte order mark of %s', (bytes, mark) => {
  expect(byteOrderMark(Buffer.from(bytes, 'hex'))).toEqual(mark);
});

describe('UTF-16 without a byte order mark shows by its zeros', () => {
  test.each([
    ['id,name\n1,Testa\n', 'utf-16le'],
    ['編號,姓名,生日\n1,測試樣本人,1990-01-02\n2,測試樣本人,1991-02-03\n', 'utf-16le'],
    ['{"имя":"Тест Образец","id":"42"}\n', 'utf-16le'],
  ])('%j', (text, name) => {
    const little = Buffer.from(text, 'utf16le');
    expect(utf16Pattern(little)).toBe(name);
    expect(utf16Pattern(Buffer.from(little).swap16())).toBe('utf-16be');
    expect(utf16Pattern(Buffer.from(text))).toBeUndefined();
  });

  test('a file with a stray zero, or with zeros everywhere, is not UTF-16', () => {
    expect(utf16Pattern(Buffer.from('id,na\0me\n1,Testa Sample\n'))).toBeUndefined();
    expect(utf16Pattern(Buffer.alloc(100))).toBeUndefined();
    expect(utf16Pattern(Buffer.alloc(0))).toBeUndefined();
  });
});

describe('UTF-8 or Windows-1252', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  test.each([
    ['UTF-8', Buffer.from('é,Müller,Škoda,𝒯,測試'), 'utf-8'],
    ['UTF-8 that ends within a character', Buffer.from('éé').subarray(0, 3), 'utf-8'],
    ['UTF-8 in which one byte was damaged', Buffer.concat([bytes('\x92'), Buffer.from('éü')]), 'utf-8'],
    ['Windows-1252', bytes('\xfc,M\xfcller,\x80'), 'windows-1252'],
    ['one byte of Windows-1252', bytes('\xe9'), 'windows-1252'],
    ['Windows-1252 with a pair that could be UTF-8', bytes('\xfcber CAF\xc9\xbb, \xe4h'), 'windows-1252'],
  ])('%s', (_, text, name) => {
    expect(utf8OrWindows(text)).toBe(name);
  });
});
