import { expect, test } from 'vitest';
import { isNothing, parseCell, textOf, unwrap, withoutMarkers } from '../../src/mapping/values.js';

test.each([null, '', '  ', 'null', 'NULL', 'N/A', 'n/a', '-', ' - ', '[redacted]', '<<<<<', [], {}, [null], ['']])(
  '%j is nothing',
  (value) => {
    expect(isNothing(value)).toBe(true);
  },
);

test.each(['Null', '0', 0, false, '--', '<-', [[]], { a: null }])('%j is something', (value) => {
  expect(isNothing(value)).toBe(false);
});

test('wrappers are looked through, however deep', () => {
  expect(unwrap({ type: 'string', value: { value: 'x' } })).toBe('x');
  expect(unwrap({ Type: 'string', Value: { VALUE: 'x' } })).toBe('x');
  expect(unwrap({ value: null })).toBe(null);
  expect(unwrap(['x'])).toEqual(['x']);
});

test('whole numbers become plain decimals', () => {
  expect(textOf(4471)).toBe('4471');
  expect(textOf(1e21)).toBe('1000000000000000000000');
  expect(textOf(0.5)).toBe('0.5');
  expect(textOf(' a ')).toBe('a');
  expect(textOf(true)).toBe('true');
  expect([textOf(['a']), textOf({ a: 1 }), textOf(null)]).toEqual([undefined, undefined, undefined]);
});

test('a mapping’s own markers are nothing, wherever they stand', () => {
  const fields = { a: ' k.A. ', b: ['k.A.', 'x'], c: { d: 'k.a.' }, ['__proto__']: 'k.A.' };
  expect(withoutMarkers(fields, new Set(['k.A.']))).toEqual({ a: null, b: [null, 'x'], c: { d: 'k.a.' }, ['__proto__']: null });
});

test('however deep a record is, its markers are looked for without overflowing', () => {
  const deep = JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`);
  expect(() => withoutMarkers({ deep }, new Set(['x']))).not.toThrow();
});

test('only a whole list or object is JSON in a cell', () => {
  expect(parseCell(' {"a":1}\n')).toEqual({ a: 1 });
  expect(parseCell('[]')).toEqual([]);
  for (const text of ['', '12', '"a"', 'null', '[redacted]', '{"a"', '{}x']) expect(parseCell(text)).toBeUndefined();
});
