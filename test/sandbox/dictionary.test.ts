import { expect, test } from 'vitest';
import { dictionary } from '../../src/sandbox/dictionary.js';

test('no key is special', () => {
  const object = dictionary(['__proto__', 'constructor', 'a'].map((key) => [key, true] as const));
  expect(Object.keys(object)).toEqual(['__proto__', 'constructor', 'a']);
  expect(JSON.stringify(object)).toBe('{"__proto__":true,"constructor":true,"a":true}');
});

test('it has no prototype, so that it has no hidden class of its own either', () => {
  expect(Object.getPrototypeOf(dictionary())).toBe(null);
});
