import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDay, readInstant } from '../../src/mapping/dates.js';
import { mapUser, outcome } from './mapping-of.js';

test.each([
  ['2024-03-12', '2024-03-12T00:00:00.000Z'],
  ['2024-03-12 14:02:11', '2024-03-12T14:02:11.000Z'],
  ['2024-03-12 14:02:11+0000', '2024-03-12T14:02:11.000Z'],
  ['2024-03-12T14:02:11.1239Z', '2024-03-12T14:02:11.123Z'],
  ['2024-03-12T14:02+05:30', '2024-03-12T08:32:00.000Z'],
  ['2024-03-12T23:02:11-02', '2024-03-13T01:02:11.000Z'],
])('the ISO date %s is %s', (text, iso) => {
  expect(new Date(readInstant(text, 'iso') ?? Number.NaN).toISOString()).toBe(iso);
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
])('%j is no ISO date', (text) => {
  expect(readInstant(text, 'iso')).toBeUndefined();
});

test('epochs count seconds or milliseconds, and nothing beyond the year 9999', () => {
  expect(readInstant('1711443120', 'epoch-s')).toBe(1_711_443_120_000);
  expect(readInstant('1711443120.5', 'epoch-s')).toBe(1_711_443_120_500);
  expect(readInstant('-86400000', 'epoch-ms')).toBe(-86_400_000);
  for (const text of ['', 'x', '1e9', '999999999999999', '2024-03-12']) expect(readInstant(text, 'epoch-s')).toBeUndefined();
});

test('a day with a time other than midnight UTC is not a day', () => {
  expect(readDay('1990-05-05T00:00:00.000Z', 'iso')).toBe('1990-05-05');
  expect(readDay('1990-05-04T22:00:00Z', 'iso')).toBeUndefined();
  expect(readDay('-7776000', 'epoch-s')).toBe('1969-10-03');
});

test('every day that JavaScript knows reads as itself, and days that it would move do not read', () => {
  const days = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const day = date.toISOString().slice(0, 10);
      expect(readDay(day, 'iso')).toBe(day);
    }),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1900, max: 2100 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
      (year, month, day) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const exists = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
        expect(readDay(text, 'iso')).toBe(exists ? text : undefined);
      },
    ),
  );
});

test('nobody is born in the future, and today is not the future', () => {
  const born = (day: string) => outcome(mapUser('date_of_birth: born', { born: day }));
  expect(born('2026-01-01')).toEqual({ date_of_birth: '2026-01-01' });
  expect(born('2026-01-02')).toEqual([{ code: 'date_in_future', field: 'born' }]);
  expect(born('01/02/1990')).toEqual([{ code: 'date_unreadable', field: 'born', detail: { expected: 'YYYY-MM-DD' } }]);
});

test('a decision from the future is a problem, but a day is left for clocks', () => {
  expect(mapUser('', { at: '2026-01-02T11:00:00Z' })).toMatchObject({ kind: 'user', date: Date.parse('2026-01-02T11:00:00Z') });
  expect(mapUser('', { at: '2026-01-02T13:00:00Z' })).toMatchObject({
    kind: 'invalid',
    problems: [{ code: 'date_in_future', field: 'at' }],
  });
  expect(mapUser('', { at: 'soon' })).toMatchObject({ kind: 'invalid', problems: [{ code: 'date_unreadable', field: 'at' }] });
});
