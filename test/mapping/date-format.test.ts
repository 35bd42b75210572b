import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileDateFormat } from '../../src/mapping/date-format.js';
import type { Json } from '../../src/model.js';

const read = (format: string, value: Json) => compileDateFormat(format).read(value);
const isoOf = (format: string, value: Json) => new Date(read(format, value) ?? Number.NaN).toISOString();

test.each([
  ['2024-03-12', '2024-03-12T00:00:00.000Z'],
  ['2024-03-12 14:02:11', '2024-03-12T14:02:11.000Z'],
  ['2024-03-12 14:02:11+0000', '2024-03-12T14:02:11.000Z'],
  ['2024-03-12 14:02:11 UTC', '2024-03-12T14:02:11.000Z'],
  ['2024-03-12 14:02:11 +0100', '2024-03-12T13:02:11.000Z'],
  ['2024-03-12T14:02:11.1239Z', '2024-03-12T14:02:11.123Z'],
  ['2024-02-20T12:11:09.123456789Z', '2024-02-20T12:11:09.123Z'],
  ['2024-03-12T14:02:11.Z', '2024-03-12T14:02:11.000Z'],
  ['2024-03-12T14:02:11,5z', '2024-03-12T14:02:11.500Z'],
  ['2024-03-12T14:02+05:30', '2024-03-12T08:32:00.000Z'],
  ['2024-03-12T23:02:11-02', '2024-03-13T01:02:11.000Z'],
])('the ISO date %s is %s', (text, iso) => {
  expect(isoOf('iso', text)).toBe(iso);
});

test.each([
  '',
  '12.03.2024',
  '2024-02-30',
  '2024-13-01',
  '2024-00-10',
  '0001-01-01',
  '2024-03-12 24:00',
  '2024-03-12 10:60',
  '2024-3-1',
  'x2024-03-12',
  '2024-03-12 14:02:11 CET',
])('%j is no ISO date', (text) => {
  expect(read('iso', text)).toBeUndefined();
});

test('epochs count seconds or milliseconds, as numbers or text, and nothing beyond the year 9999', () => {
  expect(read('epoch-s', '1711443120')).toBe(1_711_443_120_000);
  expect(read('epoch-s', 1711443120.5)).toBe(1_711_443_120_500);
  expect(read('epoch-ms', '-86400000')).toBe(-86_400_000);
  for (const text of ['', 'x', '1e9', '999999999999999', '2024-03-12']) expect(read('epoch-s', text)).toBeUndefined();
});

test('spreadsheets count days, and no day before their false leap day', () => {
  expect(isoOf('spreadsheet', '33573')).toBe('1991-12-01T00:00:00.000Z');
  expect(isoOf('spreadsheet', 43831.5)).toBe('2020-01-01T12:00:00.000Z');
  for (const text of ['60', '1991-12-01']) expect(read('spreadsheet', text)).toBeUndefined();
});

test('every day that JavaScript knows reads as itself, and days that it would move do not read', () => {
  const days = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      expect(read('iso', date.toISOString())).toBe(date.getTime());
    }),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1900, max: 2100 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
      (year, month, day) => {
        const padded = (number: number) => String(number).padStart(2, '0');
        const midnight = Date.UTC(year, month - 1, day);
        const expected = new Date(midnight).getUTCDate() === day ? midnight : undefined;
        expect(read('iso', `${year}-${padded(month)}-${padded(day)}`)).toBe(expected);
        expect(read('d/M/yyyy', `${day}/${month}/${year}`)).toBe(expected);
        expect(read('parts', { year, month, day })).toBe(expected);
      },
    ),
  );
});
