import { createRequire } from 'node:module';
import countries, { type LocaleData } from 'i18n-iso-countries/index.js';

// The package's own entry loads the names in seventy languages, which every start of the program would pay for.
const english: LocaleData = createRequire(import.meta.url)('i18n-iso-countries/langs/en.json');

const codes: ReadonlyMap<string, string> = new Map([
  ...Object.entries(english.countries).flatMap(([alpha2, names]) => {
    const alpha3 = countries.alpha2ToAlpha3(alpha2);
    return alpha3 === undefined ? [] : [alpha2, alpha3, ...[names].flat()].map((key) => [fold(key), alpha3] as const);
  }),
  // Kosovo has no ISO code; XKX is what most exporters write, RKS what some do.
  ...['XK', 'XKX', 'RKS', 'Kosovo'].map((key) => [fold(key), 'XKX'] as const),
]);

/** The ISO 3166-1 alpha-3 code of an alpha-2 code, an alpha-3 code or an English name, whatever its case and accents. */
export function toAlpha3(text: string): string | undefined {
  return codes.get(fold(text));
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}
