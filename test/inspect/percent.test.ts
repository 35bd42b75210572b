import { expect, test } from 'vitest';
import { percent } from '../../src/inspect/percent.js';

test('what is there is never 0 %, and what lacks something never 100 %', () => {
  expect(percent(0, 10)).toBe('0 %');
  expect(percent(1, 1000)).toBe('1 %');
  expect(percent(999, 1000)).toBe('99 %');
  expect(percent(1000, 1000)).toBe('100 %');
  expect(percent(0, 0)).toBe('0 %');
});
