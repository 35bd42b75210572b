import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileExtract, compileMatch, patternProblem } from '../../src/mapping/patterns.js';

test('a pattern is found anywhere, whatever the case', () => {
  expect(compileMatch('^tst-')('TST-1')).toBe(true);
  expect(compileMatch('fraud|forged')('was FORGED twice')).toBe(true);
  expect(compileMatch('^tst-')('a TST-1')).toBe(false);
  expect(compileMatch('(?-i)^tst-')('TST-1')).toBe(false);
});

test('the first group is taken, or all of the match', () => {
  expect(compileExtract('^user:(.+)$')('user: 17 ')).toBe('17');
  expect(compileExtract('[0-9]+')('REF-0017-9')).toBe('0017');
  expect(compileExtract('^user:(.+)$')('17')).toBeUndefined();
  expect(compileExtract('a(b)?')('a')).toBeUndefined();
});

test.each(['(', '[z-a]', 'a{1001}', '(?=a)', String.raw`(a)\1`, '*'])('%s is not a pattern', (pattern) => {
  expect(patternProblem(pattern)).not.toBe('');
  expect(patternProblem(pattern)).toBeDefined();
});

test('no pattern hangs, also not those that hang other engines', () => {
  const text = `${'a'.repeat(20_000)}!`;
  const before = process.cpuUsage().user;
  for (const pattern of ['^(a+)+$', '^(a|a)*$', '(.*)*x', '(a*)*b', '^(([a-z])+.)+[A-Z]([a-z])+$']) compileMatch(pattern)(text);
  expect(process.cpuUsage().user - before).toBeLessThan(5_000_000);
});

test('whatever is written as a pattern is either refused or works on any text', () => {
  const piece = fc.constantFrom(
    ...['a', '.', '*', '+', '?', '(', ')', '[', ']', '{2}', '|', '^', '$', String.raw`\d`, String.raw`\p{L}`, '\\'],
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 10 }), fc.string({ unit: 'binary' }), (pieces, text) => {
      const pattern = pieces.join('');
      if (patternProblem(pattern) !== undefined) return;
      expect(typeof compileMatch(pattern)(text)).toBe('boolean');
      compileExtract(pattern)(text);
    }),
  );
});
