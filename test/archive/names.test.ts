import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseName, exactNames, isLitter, nameKey } from '../../src/archive/names.js';

test('of several formats of one picture the usual one is chosen', () => {
  expect(chooseName('one.*', ['one.webp', 'one.PNG', 'one.txt', 'one.tif'])).toBe('one.PNG');
  expect(chooseName('one.*', ['one.txt'])).toBeUndefined();
});

test('a name is met to the letter before it is met composed, and composed before it is met in another case', () => {
  const names = ['ë.jpg'.normalize('NFD'), 'ë.jpg'.normalize('NFC'), 'Ë.jpg'.normalize('NFC')];
  for (const name of names) expect(chooseName(name, names)).toBe(name);
  expect(chooseName(names[0] ?? '', names.slice(1))).toBe(names[1]);
  expect(chooseName(names[0] ?? '', names.slice(2))).toBe(names[2]);
});

test('whatever a name means, an index by its key leads there', () => {
  const name = fc.stringMatching(/^[aAéÉ.*/jpgJPG]{0,6}(?:\.jpg|\.PNG|\.\*|\.txt)?$/);
  fc.assert(
    fc.property(name, name, (asked, stored) => {
      if (chooseName(asked, [stored]) !== undefined) expect(nameKey(stored)).toBe(nameKey(asked));
      if (exactNames(asked).includes(stored)) expect(chooseName(asked, [stored])).toBe(stored);
    }),
  );
});

test.each(['.DS_Store', 'a/.DS_Store', '__MACOSX/a/._b.jpg', 'a/._b.jpg', 'Thumbs.db', 'a/desktop.ini'])(
  '%s is what a file manager leaves behind',
  (name) => {
    expect(isLitter(name)).toBe(true);
  },
);

test.each(['a/.hidden.jpg', '_.jpg', 'MACOSX/a.jpg', 'my__MACOSX/a.jpg'])('%s is not', (name) => {
  expect(isLitter(name)).toBe(false);
});
