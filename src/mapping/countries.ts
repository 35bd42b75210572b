import { createRequire } from 'node:module';
import countries, { type LocaleData } from 'i18n-iso-countries/index.js';

// The package's own entry loads the names in seventy languages, which every start of the program would pay for.
const english: LocaleData = createRequire(import.meta.url)('i18n-iso-countries/langs/en.json');

/** Names that the package does not have: ISO's own inverted ones, former ones, and those that people use. */
const MORE_NAMES: Readonly<Record<string, readonly string[]>> = {
  BOL: ['Bolivia, Plurinational State of', 'Plurinational State of Bolivia'],
  BRN: ['Brunei'],
  COD: ['Congo, The Democratic Republic of the', 'DR Congo', 'Congo-Kinshasa'],
  COG: ['Congo-Brazzaville'],
  CPV: ['Cabo Verde'],
  CZE: ['The Czech Republic'],
  FLK: ['Falkland Islands'],
  FSM: ['Micronesia'],
  GBR: ['United Kingdom of Great Britain and Northern Ireland', 'England', 'Scotland', 'Wales', 'Northern Ireland'],
  HKG: ['Hong Kong SAR'],
  IRN: ['Iran, Islamic Republic of'],
  LAO: ['Laos'],
  MAC: ['Macau', 'Macao', 'Macao SAR'],
  MDA: ['Moldova', 'Republic of Moldova'],
  MKD: ['Macedonia'],
  MMR: ['Burma', 'Myanmar'],
  PRK: ["Korea, Democratic People's Republic of", "Democratic People's Republic of Korea"],
  PSE: ['Palestine, State of', 'Palestinian Territories'],
  SWZ: ['Eswatini', 'Swaziland'],
  SYR: ['Syria'],
  TLS: ['Timor-Leste', 'East Timor'],
  TZA: ['Tanzania, United Republic of'],
  VAT: ['Vatican', 'Vatican City', 'Holy See'],
  VEN: ['Venezuela', 'Venezuela, Bolivarian Republic of'],
  VNM: ['Vietnam', 'Viet Nam'],
  // Kosovo has no ISO code; XKX is what most exporters write, RKS what some do.
  XKX: ['XK', 'XKX', 'RKS', 'Kosovo'],
};

const codes = namesToCodes();

/** The ISO 3166-1 alpha-3 code of an alpha-2 code, an alpha-3 code or an English name, whatever its case and accents. */
export function toAlpha3(text: string): string | undefined {
  // Most exports write codes, and to fold a text costs more than all else that is done with it.
  return codes.get(text.toLowerCase()) ?? codes.get(fold(text));
}

/** Likewise the alpha-2 code. */
export function toAlpha2(text: string): string | undefined {
  const alpha3 = toAlpha3(text);
  return alpha3 === 'XKX' ? 'XK' : alpha3 && countries.alpha3ToAlpha2(alpha3);
}

/** A name that two countries have, as Congo is, stands for neither. */
function namesToCodes(): ReadonlyMap<string, string> {
  const entries = Object.entries(english.countries).flatMap(([alpha2, names]) => {
    const alpha3 = alpha2 === 'XK' ? 'XKX' : countries.alpha2ToAlpha3(alpha2);
    return alpha3 === undefined ? [] : [names].flat().map((name) => [fold(name), alpha3] as const);
  });
  const more = Object.entries(MORE_NAMES).flatMap(([alpha3, names]) => names.map((name) => [fold(name), alpha3] as const));
  const known = new Map<string, string>();
  const shared = new Set<string>();
  for (const [name, alpha3] of [...entries, ...more]) {
    if (known.has(name) && known.get(name) !== alpha3) shared.add(name);
    known.set(name, alpha3);
  }
  for (const name of shared) known.delete(name);
  const iso = Object.entries(countries.getAlpha2Codes()).filter(([alpha2]) => alpha2 !== 'XK');
  return new Map([...known, ...iso.flatMap(([alpha2, alpha3]) => [alpha2, alpha3].map((code) => [fold(code), alpha3] as const))]);
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}
