import { expect, test } from 'vitest';
import { decisionWords, shownWords } from '../../src/inspect/shown-words.js';
import { csv, rows, surveyOf } from './survey-of.js';

async function shownOf(header: string, values: readonly string[], count = 100) {
  const survey = await surveyOf(csv(`no;${header}`, ...rows(count, (number) => `${number};${values[number % values.length]}`)));
  const field = survey.fields.find(({ path }) => path === header || path === `"${header}"`);
  return (
    field &&
    shownWords(field, survey.roles)
      ?.map(([word]) => word)
      .sort()
  );
}

test('the words of a small closed set are shown', async () => {
  expect(await shownOf('level', ['basic', 'plus'])).toEqual(['basic', 'plus']);
});

test.each([
  ['a name', 'Vorname', ['Testa', 'Probe']],
  ['part of an address', 'Straßenname', ['Beispielweg', 'Musterweg']],
  ['a city', 'city', ['Teststadt', 'Musterdorf']],
  ['the sex', 'gender', ['f', 'm']],
  ['named by its position alone', 'column 2', ['Testa', 'Probe']],
  ['holds what looks like names of people', 'agent', ['Testa Sample', 'Probe Beispiel']],
  ['holds addresses', 'contact', ['a@example.com', 'b@example.com']],
  ['holds long numbers', 'batch', ['1234567', '7654321']],
])('nothing is shown of a field that is, or %s', async (_, header, values) => {
  expect(await shownOf(header, values)).toBeUndefined();
});

test('nothing is shown of few records, or of a value that is met once', async () => {
  expect(await shownOf('level', ['basic', 'plus'], 19)).toBeUndefined();
  expect(await shownOf('level', [...new Array(99).fill('basic'), 'Testa'])).toBeUndefined();
});

test('all words of a decision are shown, apart from those that look like data', async () => {
  const { fields } = await surveyOf(csv('id,status', 'a,passed', 'b,failed', 'c,passed', 'd,12.03.1980', 'e,x@example.com'));
  expect(fields[1] && decisionWords(fields[1])).toEqual([
    ['passed', 2],
    ['failed', 1],
    ['99.99.9999', 1],
    ['a@aaaaaaa.aaa', 1],
  ]);
});
