import { expect, test } from 'vitest';
import { isNothing, textOf, unwrap } from '../../src/mapping/values.js';

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
