import fc from 'fast-check';
import { expect, test } from 'vitest';
import { masked } from '../../src/inspect/mask.js';

test('letters become a and A, digits 9, and the rest keeps its place', () => {
  expect(masked('Testa.Sample-7@example.com')).toBe('Aaaaa.Aaaaaa-9@aaaaaaa.a…');
  expect(masked('Ünal Łoś 12/1980')).toBe('Aaaa Aaa 99/9999');
});

test('nothing of any value is left but its form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (value) => {
      const form = masked(value);
      expect(form).toMatch(/^[aA9 !-/:-@[-`{-~]*…?$/);
      expect([...form].length).toBeLessThanOrEqual(25);
    }),
  );
});
