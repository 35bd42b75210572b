// Exports of invented people: 15 columns, random ids, the same for the same number of people.
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FIRST = ['Testa', 'Ægir', 'Provino', 'Muestra', 'Proba', 'Demo', 'Vzorek', 'Örnek'];
const LAST = ['Sample', 'Þórsson Prufa', 'Esempio', 'Ejemplo', 'O’Test', 'Beispiel', 'Ukázka'];
/** Endings of surnames: with few of them half of the people would be born on the same day under the same name. */
const SYLLABLES = ['ba', 'do', 'fi', 'gu', 'ke', 'la', 'mo', 'ni', 'pe', 'ra', 'sö', 'tu', 'va', 'wi', 'xa', 'zé'];
const COUNTRIES = ['ESP', 'ISL', 'ITA', 'DEU', 'CZE', 'TUR', 'FRA'];
const STATUSES = ['ACTIVE', 'ACTIVE', 'ACTIVE', 'FLAGGED', 'BLOCKED'];
const BATCH = 2000;

/** @param {'csv' | 'json' | 'ndjson'} format */
export function writePeople(folder, rows, format) {
  const file = join(folder, `people-${rows}.${format}`);
  const descriptor = openSync(file, 'w');
  const random = seeded(rows);
  const put = (text) => writeSync(descriptor, text);
  if (format === 'csv') put(`${Object.keys(person(0, random)).join(',')}\n`);
  if (format === 'json') put('[');
  for (let from = 0; from < rows; from += BATCH) {
    const people = Array.from({ length: Math.min(BATCH, rows - from) }, (_, n) => person(from + n, random));
    if (format === 'csv') put(people.map((each) => `${Object.values(each).map(cell).join(',')}\n`).join(''));
    else if (format === 'ndjson') put(people.map((each) => `${JSON.stringify(each)}\n`).join(''));
    else put(`${from === 0 ? '' : ','}${people.map((each) => JSON.stringify(each)).join(',\n')}`);
  }
  if (format === 'json') put(']\n');
  closeSync(descriptor);
  return file;
}

/** Named as the mapping `generic` has them; the last four it does not read. */
function person(number, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const digits = (count) => String(Math.floor(random() * 10 ** count)).padStart(count, '0');
  const day = (from, years) => new Date(Date.UTC(from, 0, 1 + Math.floor(random() * 365 * years))).toISOString();
  return {
    vendor_data: uuid(random),
    first_name: pick(FIRST),
    last_name: `${pick(LAST)}${pick(SYLLABLES)}${pick(SYLLABLES)}${pick(SYLLABLES)}`,
    date_of_birth: day(1950, 50).slice(0, 10),
    email: `person.${number}@example.com`,
    phone: `+346${digits(8)}`,
    country: pick(COUNTRIES),
    status: pick(STATUSES),
    tags: number % 4 === 0 ? 'vip' : '',
    metadata_json: number % 4 === 1 ? '{"plan":"pro","seats":3}' : '',
    display_name: '',
    document_type: 'PASSPORT',
    document_number: digits(9),
    created_at: day(2020, 2),
    reviewed_at: day(2022, 2),
  };
}

function uuid(random) {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function cell(text) {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** mulberry32 */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
