import { expect, test } from 'vitest';
import { looksLike } from '../../src/mapping/looks-like.js';

test.each([
  ['30/11/1991', '99/99/9999'],
  ['3 Nov 91', '9 aaa 99'],
  ['33573', 'a number of days, as spreadsheets store dates'],
  ['٣٠.١١.١٩٩١', '99.99.9999'],
  ['Zoe\u0308', 'aaa'],
  ['Testa Sample of nowhere at all', 'a text of 30 characters'],
])('%s looks like %s', (text, shape) => {
  expect(looksLike(text)).toBe(shape);
});
