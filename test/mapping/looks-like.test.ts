import { expect, test } from 'vitest';
import { looksLike } from '../../src/mapping/looks-like.js';

test.each([
  ['30/11/1991', '99/99/9999 (9 for a digit, a for a letter)'],
  ['3 Nov 91', '9 aaa 99 (9 for a digit, a for a letter)'],
  ['30.02.1991', 'one, but there is no such day'],
  ['1991-13-01', 'one, but there is no such day'],
  ['33573', 'a number of days, as spreadsheets store dates'],
  ['٣٠/١١/١٩٩١', '99/99/9999 (9 for a digit, a for a letter)'],
  ['Zoe\u0308', 'aaa (9 for a digit, a for a letter)'],
  ['Testa Sample of nowhere at all', 'a text of 30 characters'],
])('%s looks like %s', (text, shape) => {
  expect(looksLike(text, ['YYYY-MM-DD', 'dd.MM.yyyy'])).toBe(shape);
});
