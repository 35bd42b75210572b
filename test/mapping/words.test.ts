import { expect, test } from 'vitest';
import { fieldsInWords, pathsIn, rowInWords, sourceInWords, stepsInWords, whenInWords } from '../../src/mapping/words.js';

test.each([
  [{ a: 'RED' }, 'a is RED'],
  [{ a: ['RED', 'YELLOW'], 'b.c': 1 }, 'a is RED or YELLOW and b.c is 1'],
  [{ a: { missing: true } }, 'a is missing'],
  [{ a: { not: { missing: true } } }, 'a is not missing'],
  [{ a: { not: ['x', 'y'] } }, 'a is not x or y'],
  [{ a: { matches: '^te' } }, 'a is like /^te/'],
  [{ a: { only: ['x'] } }, 'a is nothing but x'],
  [[{ a: 'x' }, { b: { present: true } }], 'a is x, or b is there'],
] as const)('a condition in words: %j', (when, words) => {
  expect(whenInWords(JSON.parse(JSON.stringify(when)))).toBe(words);
});

test.each([
  ['info.dob', 'info.dob', ['info.dob']],
  [{ from: ['a', 'b'] }, 'a, or else b', ['a', 'b']],
  [{ first_group_of: [['a', 'b'], ['c']] }, 'a + b, or else c', ['a', 'b', 'c']],
  [{ template: '{a.b}-{c}' }, '{a.b}-{c}', ['a.b', 'c']],
  [{ value: 'imported' }, 'always “imported”', []],
])('where a field is read from: %j', (spec, words, paths) => {
  expect(sourceInWords(spec)).toBe(words);
  expect(pathsIn(spec)).toEqual(paths);
});

test('what is done with what was found', () => {
  expect(stepsInWords({ from: 'a', date: ['dd.MM.yyyy', 'iso'] })).toEqual(['a date written as dd.MM.yyyy or iso']);
  expect(stepsInWords({ from: 'a', date: 'iso', left_out_when: { b: 'year only' } })).toEqual([
    'a date written as iso',
    'left out where b is year only',
  ]);
  expect(stepsInWords({ from: 'a', split: ',', extract: '^(x)', translate: { NL: 'NLD' } })).toEqual([
    'split at “,”',
    'take what matches /^(x)/',
    'translate NL → NLD',
  ]);
  expect(stepsInWords({ from: 'a', region: { from: 'country' }, verified_when: { ok: 'yes' } })).toEqual([
    'numbers without a country code: country',
    'verified where ok is yes',
  ]);
  expect(fieldsInWords({ id: { from: 'a', strip_prefix: 'p_' }, none: undefined })).toEqual([
    { field: 'id', from: 'a', steps: ['without “p_” in front'] },
  ]);
});

test('a row of the status table', () => {
  // biome-ignore lint/suspicious/noThenProperty: a word of the mapping language
  expect(rowInWords({ when: { a: 'no' }, then: 'BLOCKED', final: true, fraud_when: { b: 'forged' }, reason: 'Refused' })).toEqual(
    {
      asks: 'a is no',
      makes: 'BLOCKED, final, fraud where b is forged, “Refused”',
    },
  );
  expect(rowInWords({ otherwise: 'problem' })).toEqual({ asks: 'any other word', makes: 'problem' });
  expect(rowInWords({ always: 'ACTIVE' })).toEqual({ asks: 'every record', makes: 'ACTIVE, final' });
});
