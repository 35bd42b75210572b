import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shapeOf } from '../../src/inspect/shape.js';

test.each([
  ['testa@example.com', 'e-mail'],
  ['+34 600 000 001', 'phone'],
  ['015100000001', 'phone'],
  ['(0151) 000-0001', 'phone'],
  ['192.0.2.14', 'IP address'],
  ['1991-11-30', 'ISO date'],
  ['2024-03-02T09:14:55Z', 'ISO date'],
  ['30.11.1991', 'date'],
  ['3/14/2024 10:00', 'date'],
  ['1991/11/30', 'date'],
  ['30 Nov 1991', 'date'],
  ['6.5E+23', 'spreadsheet number'],
  ['6,5E+23', 'spreadsheet number'],
  ['12345', 'number'],
  ['-1.5', 'number'],
  ['7b1c2f0e-3d54-4c8a-9a4e-0d1e6a5b9c11', 'UUID'],
  ['5f9d88a9e4b0f2a3c4d5e6f7', 'random code'],
  ['01HZX3V9Q2W4E6R8T0Y1M3K5N7', 'random code'],
  ['cust_88213', 'code'],
  ['DE', 'country'],
  ['GBR', 'country'],
  ['Germany', 'country'],
  ['United Kingdom', 'country'],
  ['approved', 'word'],
  ['no', 'word'],
  ['true', 'true or false'],
  ['Never finished', 'text'],
  ['{"plan":"basic"}', 'JSON'],
  ['[]', 'JSON'],
  ['{not json', 'text'],
  ['https://example.com/face.jpg', 'URL'],
  ['faces/1.JPG', 'image file'],
  ['report.pdf', 'file name'],
  ['data:image/png;base64,iVBORw0KGgo=', 'image data'],
  [`/9j/${'A'.repeat(400)}`, 'image data'],
  ['QUJD'.repeat(100), 'base64'],
  ['word '.repeat(100), 'text'],
])('%s is %s', (value, shape) => {
  expect(shapeOf(value)).toBe(shape);
});

test('any text has a shape, and a long one is told soon', () => {
  fc.assert(fc.property(fc.string({ minLength: 1 }), (text) => typeof shapeOf(text) === 'string'));
  const began = Date.now();
  for (const part of ['1.', 'a@', '0 ', 'A', '+(', '{[', '12 a']) shapeOf(part.repeat(1_000_000));
  expect(Date.now() - began).toBeLessThan(2000);
});
