import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePath } from '../../src/mapping/paths.js';
import { pathOf } from '../../src/mapping/write-path.js';

test('names are quoted where the language needs it', () => {
  expect(pathOf('', 'dob')).toBe('dob');
  expect(pathOf('info', 'Date of birth')).toBe('info."Date of birth"');
  expect(pathOf('docs[]', 'a.b')).toBe('docs[]."a.b"');
  expect(pathOf('', 'the "name"')).toBe(`'the "name"'`);
  expect(pathOf('', `"it's"`)).toBeUndefined();
  expect(pathOf('', '')).toBeUndefined();
});

test('a path that was written finds the key that it was written for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (key) => {
      const path = pathOf('', key);
      if (path !== undefined) expect(compilePath(path).find(Object.fromEntries([[key, 'x']]))).toEqual(['x']);
    }),
  );
});
