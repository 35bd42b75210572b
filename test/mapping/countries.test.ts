import { expect, test } from 'vitest';
import { toAlpha3 } from '../../src/mapping/countries.js';

test.each([
  ['ES', 'ESP'],
  ['esp', 'ESP'],
  ['Spain', 'ESP'],
  ['Czech Republic', 'CZE'],
  ['Czechia', 'CZE'],
  ["CÔTE D'IVOIRE", 'CIV'],
  ['cote divoire', 'CIV'],
  ['United States of America', 'USA'],
  ['UK', 'GBR'],
  ['XK', 'XKX'],
  ['RKS', 'XKX'],
])('%s is %s', (text, code) => {
  expect(toAlpha3(text)).toBe(code);
});

test.each(['', '??', 'Atlantis', 'ZZZ', 'constructor', '__proto__', '724'])('%j is no country', (text) => {
  expect(toAlpha3(text)).toBeUndefined();
});
