import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameWords, wordsByUnicode } from '../../src/migration/name-words.js';

test.each([
  ['Testa Sample', ['testa', 'sample']],
  ['  SÁMPLE-Þórsson, Testa', ['sample', 'þorsson', 'testa']],
  ['O’Test 2nd', ['o', 'test', '2nd']],
  ['İĞNE ﬁ', ['igne', 'ﬁ']],
  ['Τέστα Δείγμας', ['τεστα', 'δειγμας']],
  ['-', []],
  ['', []],
])('%j has the words %j', (name, words) => {
  expect(nameWords(name)).toEqual(words);
});

test('law: the words of any name are those that Unicode’s own properties give', () => {
  const latin = fc.integer({ min: 0x20, max: 0x24f }).map((code) => String.fromCharCode(code));
  const unit = fc.oneof(
    latin,
    fc.constantFrom(' ', '’', '‐', '\u0301', 'ß', 'Σ'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 12 }), (name) => {
      expect(nameWords(name)).toEqual(wordsByUnicode(name));
    }),
    { numRuns: 2000 },
  );
});
