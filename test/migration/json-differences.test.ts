import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences } from '../../src/migration/json-differences.js';

test('every innermost place that differs, whatever the order of keys', () => {
  expect(differences({ a: { b: 1, c: [1, 2] }, d: 'x' }, { d: 'x', a: { c: [1, 3, 4], b: null } })).toEqual([
    { path: 'a.b', expected: 1, got: null },
    { path: 'a.c[1]', expected: 2, got: 3 },
    { path: 'a.c[2]', expected: undefined, got: 4 },
  ]);
  expect(differences({ a: [] }, { a: {} })).toEqual([{ path: 'a', expected: [], got: {} }]);
  expect(differences(undefined, { record: 1 })).toEqual([{ path: '', expected: undefined, got: { record: 1 } }]);
});

test('values differ where, and only where, they are not equal', () => {
  const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));
  const same = (a: unknown, b: unknown) => {
    try {
      expect(a).toEqual(b);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(fc.property(json, json, (a, b) => (differences(a, b).length === 0) === same(a, b)));
  fc.assert(fc.property(json, (a) => differences(a, JSON.parse(JSON.stringify(a))).length === 0));
});
