import countries from 'i18n-iso-countries';
import { expect, test } from 'vitest';
import { toAlpha2, toAlpha3 } from '../../src/mapping/countries.js';

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
  ['xkx', 'XKX'],
  ['Kosovo', 'XKX'],
  ['UNITED KINGDOM', 'GBR'],
  ['Viet Nam', 'VNM'],
  ['Vietnam', 'VNM'],
  ['Iran, Islamic Republic of', 'IRN'],
  ['Korea, Republic of', 'KOR'],
  ['Türkiye', 'TUR'],
  ['Eswatini', 'SWZ'],
  ['Democratic Republic of the Congo', 'COD'],
])('%s is %s', (text, code) => {
  expect(toAlpha3(text)).toBe(code);
});

test.each(['', '??', 'Atlantis', 'ZZZ', 'constructor', '__proto__', '724', 'Congo', 'XKK'])('%j is no country', (text) => {
  expect(toAlpha3(text)).toBeUndefined();
});

test('every ISO code is itself, whatever other country has such a name', () => {
  for (const [alpha2, alpha3] of Object.entries(countries.getAlpha2Codes())) {
    if (alpha2 === 'XK') continue;
    expect([alpha2, toAlpha3(alpha2), toAlpha3(alpha3)]).toEqual([alpha2, alpha3, alpha3]);
  }
});

test('alpha-2 is known likewise', () => {
  expect(['Spain', 'GBR', 'uk', 'RKS', 'Atlantis'].map(toAlpha2)).toEqual(['ES', 'GB', 'GB', 'XK', undefined]);
});
