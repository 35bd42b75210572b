import countries from 'i18n-iso-countries';
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

test('every ISO code is itself, whatever other country has such a name', () => {
  for (const [alpha2, alpha3] of Object.entries(countries.getAlpha2Codes())) {
    if (alpha2 === 'XK') continue;
    expect([alpha2, toAlpha3(alpha2), toAlpha3(alpha3)]).toEqual([alpha2, alpha3, alpha3]);
  }
});
