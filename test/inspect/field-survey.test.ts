import { expect, test } from 'vitest';
import { FieldSurvey } from '../../src/inspect/field-survey.js';

function surveyed(...values: readonly string[]) {
  const survey = new FieldSurvey('field', ['field']);
  for (const [record, value] of values.entries()) survey.add(value, record);
  return survey.facts();
}

test('a list counts once for its record, and each of its values as a value', () => {
  const survey = new FieldSurvey('tags[]', ['tags']);
  for (const [value, record] of [
    ['a', 1],
    ['b', 1],
    ['a', 2],
  ] as const)
    survey.add(value, record);
  expect(survey.facts()).toMatchObject({
    filled: 2,
    values: 3,
    words: [
      ['a', 2],
      ['b', 1],
    ],
  });
});

test('fifty different words are a list of words, fifty-one are none', () => {
  const words = (count: number) => surveyed(...Array.from({ length: count }, (_, index) => `word${index}`)).words;
  expect(words(50)).toHaveLength(50);
  expect(words(51)).toBeUndefined();
});

test('a sentence among the words is counted and not kept', () => {
  expect(surveyed('passed', 'passed', 'a sentence that somebody wrote into the wrong column')).toMatchObject({
    words: [['passed', 2]],
    sentences: 1,
  });
});

test('signs of damage are counted', () => {
  const facts = surveyed('JÃ¼rgen', 'Jürgen', '32874', '6.5E+23', 'testa@example.com', 'testa@mail.test', 'a@b.de');
  expect(facts).toMatchObject({ garbled: 1, serials: 1, testAddresses: 2 });
  expect(facts.shapes).toContainEqual(['spreadsheet number', 1]);
});

test('how unlike the values are is told by the first thousand', () => {
  expect(surveyed('1', '2', '3', '3').unlike).toBe(0.75);
  expect(surveyed().unlike).toBe(0);
  expect(surveyed(...Array.from({ length: 3000 }, (_, index) => String(index % 1500))).unlike).toBe(1);
});
