import { expect, test } from 'vitest';
import { percent, sharesChart, table } from '../../../src/report/page/figures.js';

test('what is not quite all is never 100 %, and what is not quite nothing never 0 %', () => {
  expect([
    percent(0, 10),
    percent(1, 1_000_000),
    percent(999_999, 1_000_000),
    percent(10, 10),
    percent(1, 8),
    percent(0, 0),
  ]).toEqual(['0 %', '0.1 %', '99.9 %', '100 %', '12.5 %', '0 %']);
});

test('the bar has a part for each share that somebody has, and the table the same numbers', () => {
  const { text } = sharesChart('People', [
    { label: 'done', count: 999_999, colour: 'blue' },
    { label: 'held', count: 1, colour: 'orange' },
    { label: 'failed', count: 0, colour: 'red' },
  ]);
  const parts = [...text.matchAll(/<rect class="(\w+)" x="[\d.]+" width="([\d.]+)"/g)].map(([, colour, width]) => [
    colour,
    Number(width),
  ]);
  expect(parts.map(([colour]) => colour)).toEqual(['blue', 'orange']);
  // One of a million can still be seen.
  expect(parts[1]?.[1]).toBeGreaterThan(3);
  expect(text).toContain('999,999');
  expect(text).not.toContain('failed');
});

test('there is no chart of nobody and no table without rows', () => {
  expect(sharesChart('People', [{ label: 'done', count: 0, colour: 'blue' }]).text).toBe('');
  expect(table('Nothing', [{ name: 'a' }], []).text).toBe('');
});
