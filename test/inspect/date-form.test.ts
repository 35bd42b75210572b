import { expect, test } from 'vitest';
import { DateFormCount } from '../../src/inspect/date-form.js';

function formsOf(...dates: readonly string[]) {
  const count = new DateFormCount();
  for (const date of dates) count.add(date);
  return count.result();
}

test('one value that can only be a day tells the order of all', () => {
  expect(formsOf('01.02.1980', '13.02.1980')).toEqual({ order: 'day first', count: 2, patterns: ['dd.MM.yyyy'] });
  expect(formsOf('01/02/1980', '02/13/1980')).toEqual({ order: 'month first', count: 2, patterns: ['MM/dd/yyyy'] });
  expect(formsOf('1/2/1980', '12/31/1980')).toEqual({ order: 'month first', count: 2, patterns: ['M/d/yyyy'] });
  expect(formsOf('1980/02/01')).toEqual({ order: 'year first', count: 1, patterns: ['yyyy/MM/dd'] });
});

test('where no value tells, there are two patterns to choose from', () => {
  expect(formsOf('01/02/1980', '03/04/1981')).toEqual({
    order: 'either',
    count: 2,
    patterns: [],
    either: ['dd/MM/yyyy', 'MM/dd/yyyy'],
  });
});

test('several forms that can be told apart are read by several patterns', () => {
  expect(formsOf('13/02/1980', '13.02.1980')).toEqual({ order: 'day first', count: 2, patterns: ['dd/MM/yyyy', 'dd.MM.yyyy'] });
  expect(formsOf('02/13/1980', '13.02.1980')).toEqual({ order: 'several', count: 2, patterns: ['MM/dd/yyyy', 'dd.MM.yyyy'] });
});

test('no pattern is offered where one would guess', () => {
  expect(formsOf('13/02/1980', '02/13/1980')).toEqual({ order: 'mixed', count: 2, patterns: [] });
  expect(formsOf('13/02/80')).toEqual({ order: 'day first', count: 1, patterns: [] });
});

test('where one form alone does not tell, what reads the others is told, and how many are left', () => {
  expect(formsOf('01/02/1980', '13.02.1980', '14.02.1980')).toEqual({
    order: 'either',
    count: 3,
    patterns: [],
    partly: { patterns: ['dd.MM.yyyy'], unclear: 1 },
  });
});

test('a time behind the date is part of the pattern', () => {
  expect(formsOf('13.02.2024 09:14')).toMatchObject({ patterns: ['dd.MM.yyyy HH:mm'] });
  expect(formsOf('13.02.2024 09:14:55')).toMatchObject({ patterns: ['dd.MM.yyyy HH:mm:ss'] });
});

test('what is no date in figures is no form', () => {
  expect(formsOf('12 March 1980', 'soon')).toBeUndefined();
});
