import { expect, test } from 'vitest';
import { mapUser, outcome } from './mapping-of.js';

const born = (value: Parameters<typeof mapUser>[1][string], lines = 'date_of_birth: born') =>
  outcome(mapUser(lines, { born: value }));

test('nobody is born in the future, and today is not the future', () => {
  expect(born('2026-01-01')).toEqual({ date_of_birth: '2026-01-01' });
  expect(born('2026-01-02')).toEqual([{ code: 'date_in_future', field: 'born' }]);
});

test('a day with a time other than midnight UTC is not a day', () => {
  expect(born('1990-05-05T00:00:00.000Z')).toEqual({ date_of_birth: '1990-05-05' });
  expect(born('1990-05-04T22:00:00Z')).toMatchObject([{ code: 'date_unreadable' }]);
});

test('a date in another form is a problem that says what it looks like, without quoting it', () => {
  expect(born('01/02/1990')).toEqual([
    {
      code: 'date_unreadable',
      field: 'born',
      detail: { expected: 'YYYY-MM-DD', found: '99/99/9999 (9 for a digit, a for a letter)' },
    },
  ]);
  expect(born('1990-02-01', 'date_of_birth: {from: born, date: [dd.MM.yyyy, epoch-s]}')).toMatchObject([
    { detail: { expected: 'dd.MM.yyyy or seconds since 1970', found: '9999-99-99 (9 for a digit, a for a letter)' } },
  ]);
  expect(born(['1990-01-01'])).toMatchObject([{ detail: { found: 'a list or object' } }]);
});

test('one of several forms is enough, but two that read different days are ambiguous', () => {
  const lines = 'date_of_birth: {from: born, date: [dd/MM/yyyy, MM/dd/yyyy]}';
  expect(born('13/02/1990', lines)).toEqual({ date_of_birth: '1990-02-13' });
  expect(born('02/02/1990', lines)).toEqual({ date_of_birth: '1990-02-02' });
  expect(born('03/02/1990', lines)).toEqual([
    { code: 'date_ambiguous', field: 'born', detail: { expected: 'dd/MM/yyyy or MM/dd/yyyy' } },
  ]);
});

test('a day in three parts is read, and left out where a part is missing', () => {
  const lines = 'date_of_birth: {from: [other, born], date: parts}';
  expect(born({ day: 9, month: '7', year: 1993 }, lines)).toEqual({ date_of_birth: '1993-07-09' });
  expect(born({ Year: '1990', Month: null, Day: null }, lines)).toEqual({});
  expect(born({ day: 30, month: 2, year: 1993 }, lines)).toMatchObject([{ code: 'date_unreadable' }]);
  expect(born('1993-07-09', lines)).toMatchObject([{ code: 'date_unreadable', detail: { expected: '{day, month, year}' } }]);
});

test('a date that means none is left out, also where it could not be read', () => {
  const lines = 'date_of_birth: {from: born, date: iso, left_out_when: {born: {matches: "-01-01$|unknown"}}}';
  expect(born('1990-01-01', lines)).toEqual({});
  expect(born('unknown', lines)).toEqual({});
  expect(born('1990-01-02', lines)).toEqual({ date_of_birth: '1990-01-02' });
});

test('columns are put together by a template', () => {
  const read = (lines: string, fields: Parameters<typeof mapUser>[1]) => outcome(mapUser(lines, fields));
  const three = 'date_of_birth: {template: "{y}-{m}-{d}", date: yyyy-M-d}';
  expect(read(three, { y: 1990, m: 5, d: 17 })).toEqual({ date_of_birth: '1990-05-17' });
  expect(read(three, { y: 1990, m: 5 })).toEqual({});
});

test('a decision from the future is a problem, but a day is left for clocks', () => {
  expect(mapUser('', { at: '2026-01-02T11:00:00Z' })).toMatchObject({ kind: 'user', date: Date.parse('2026-01-02T11:00:00Z') });
  expect(mapUser('', { at: '2026-01-02T13:00:00Z' })).toMatchObject({
    kind: 'invalid',
    problems: [{ code: 'date_in_future', field: 'at' }],
  });
  expect(mapUser('', { at: 'soon' })).toMatchObject({ kind: 'invalid', problems: [{ code: 'date_unreadable', field: 'at' }] });
});
