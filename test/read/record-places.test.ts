import { expect, test } from 'vitest';
import { LostPages, placesInside, recordInside, recordsIn } from '../../src/read/record-places.js';

test('places behind the document itself never count', () => {
  expect(placesInside(['items', '$', 'list'])).toEqual(['items']);
  expect(placesInside(['items', 'list'])).toEqual(['items', 'list']);
  expect(placesInside([])).toEqual([]);
});

test.each([
  ['the list at the first place that holds one', { a: { id: 1 }, b: [{ id: 2 }], c: [{ id: 3 }] }, 'b', [{ id: 2 }], true],
  ['else the object at the first place that holds one', { a: 7, b: { id: 2 }, c: { id: 3 } }, 'b', [{ id: 2 }], false],
  ['else the value itself', { a: 7, d: [{}] }, '$', [{ a: 7, d: [{}] }], false],
  [
    'of a list its elements, out of envelopes that better places name',
    { b: [{ a: { id: 1 } }, { c: { id: 2 } }] },
    'b',
    [{ id: 1 }, { c: { id: 2 } }],
    true,
  ],
])('the records are %s', (_, value, at, values, isPage) => {
  expect(recordsIn(value, ['a', 'b', 'c'])).toEqual({ at, values, isPage });
});

test('a key that every object inherits is no place', () => {
  expect(recordsIn({ id: 1 }, ['__proto__', 'constructor', 'toString.name']).at).toBe('$');
  expect(recordsIn(JSON.parse('{"__proto__":{"id":1}}'), ['__proto__']).values).toEqual([{ id: 1 }]);
});

test('a list inside of a record is the record’s own', () => {
  expect(recordInside({ items: [{ id: 1 }] }, ['items'])).toEqual({ items: [{ id: 1 }] });
});

test('a page and an unreadable value never go together, in whichever order they come', () => {
  const [one, other] = [new LostPages(), new LostPages()];
  expect([one.allows('record'), one.allows('unreadable'), one.allows('record'), one.allows('page')]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect([other.allows('page'), other.allows('page'), other.allows('unreadable')]).toEqual([true, true, false]);
});
