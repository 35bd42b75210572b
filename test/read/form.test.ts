import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FormReader, isFormLine } from '../../src/read/form.js';
import { ROOMY, readAll } from './read-all.js';

const read = (text: string, chunkBytes = ROOMY, maxRecordBytes = ROOMY) =>
  readAll(new FormReader(maxRecordBytes), text, chunkBytes).records;

test('each line is a record, decoded', () => {
  const line = 'idFirstName=TESTA+MAE&reason=%7B%22code%22%3A%22100%22%7D&empty=&town=K%C3%B6ln&token=a=b==&flag';
  expect(read(`${line}\r\n\nid=2&x=%2B%26\n`, 7)).toEqual([
    {
      number: 1,
      line: 1,
      fields: { idFirstName: 'TESTA MAE', reason: '{"code":"100"}', empty: '', town: 'Köln', token: 'a=b==', flag: '' },
    },
    { number: 2, line: 3, fields: { id: '2', x: '+&' } },
  ]);
});

test('a key that is there several times has all its values', () => {
  expect(read('id=1&image=a&image=b&image=c\n')[0]?.fields).toEqual({ id: '1', image: ['a', 'b', 'c'] });
});

test('a percent sign that begins no character spoils its own line alone', () => {
  const malformed = { problems: [{ code: 'form_malformed' }], fields: {} };
  expect(read('id=1&a=100%\nid=2&a=%E9\nid=3&a=%zz\nid=4&a=%25\n')).toEqual([
    { number: 1, line: 1, ...malformed },
    { number: 2, line: 2, ...malformed },
    { number: 3, line: 3, ...malformed },
    { number: 4, line: 4, fields: { id: '4', a: '%' } },
  ]);
});

test('a line over the limit is passed over', () => {
  expect(read('id=1&a=b\nid=2&a=cccccccccc\nid=3&a=d\n', 4, 10)[1]).toEqual({
    number: 2,
    line: 2,
    problems: [{ code: 'record_too_large', detail: { limit: 10 } }],
    fields: {},
  });
});

test.each([
  ['scanReference=1&status=OK', true],
  ['a=&b=', true],
  ['id=1', false],
  ['id,name', false],
  ['a=1&b', false],
  ['=1&b=2', false],
  ['name=Testa Sample&id=2', false],
  ['"a=1&b=2"', false],
])('%j is form-urlencoded: %s', (line, expected) => {
  expect(isFormLine(line)).toBe(expected);
});

test('whatever URLSearchParams writes reads back', () => {
  const pair = fc.tuple(fc.constantFrom('id', '__proto__', 'constructor', 'ä b', 'x&y'), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(
      fc.array(fc.array(pair, { minLength: 1 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 30 }),
      (lines, chunkBytes) => {
        const text = lines.map((pairs) => `${new URLSearchParams(pairs)}\n`).join('');
        expect(read(text, chunkBytes).map(({ fields }) => Object.entries(fields))).toEqual(
          lines.map((pairs) =>
            [...new Set(pairs.map(([key]) => key))].map((key) => {
              const [first, ...others] = pairs.filter(([name]) => name === key).map(([, value]) => value);
              return [key, others.length > 0 ? [first, ...others] : first];
            }),
          ),
        );
      },
    ),
  );
});
