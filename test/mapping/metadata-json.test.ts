import { expect, test } from 'vitest';
import type { Json } from '../../src/model.js';
import { mapUser, outcome } from './mapping-of.js';

const of = (json: Json) => outcome(mapUser('metadata_json: {from: [other, json]}', { json }));

test('an object, its text and a list of pairs are all read', () => {
  expect(of({ a: { value: 1 } })).toEqual({ metadata: { a: { value: 1 } } });
  expect(of('{"a":[1,"x"],"value":2}')).toEqual({ metadata: { a: [1, 'x'], value: 2 } });
  expect(
    of([
      { key: 'a', value: 'x' },
      { key: 'b', value: null },
    ]),
  ).toEqual({ metadata: { a: 'x', b: null } });
  expect(of('{}')).toEqual({});
  expect(of('N/A')).toEqual({});
});

test('the names of a pair may be others', () => {
  const lines = 'metadata_json: {from: json, key: name, value: content.text}';
  const json = [
    { name: 'a', content: { text: 'x' } },
    { name: 'b', content: { text: { value: 2 } } },
  ];
  expect(outcome(mapUser(lines, { json }))).toEqual({ metadata: { a: 'x', b: { value: 2 } } });
  expect(outcome(mapUser(lines, { json: JSON.stringify(json) }))).toEqual({ metadata: { a: 'x', b: { value: 2 } } });
});

test.each(['plan: pro', '[1]', '"text"', '12', [1], [{ key: 'a' }], 7])('%j is not an object', (json) => {
  expect(of(json)).toEqual([{ code: 'metadata_not_object', field: 'json' }]);
});

test('keys that the program or Didit writes are refused', () => {
  expect(of({ migration: 1, previous_kyc: {}, contact: 'mail', address: null })).toEqual([
    { code: 'metadata_reserved', field: 'json', detail: { key: 'migration' } },
    { code: 'metadata_reserved', field: 'json', detail: { key: 'previous_kyc' } },
    { code: 'metadata_not_object', field: 'json.contact' },
    { code: 'metadata_not_object', field: 'json.address' },
  ]);
});

test('a key such as __proto__ is data', () => {
  const mapped = mapUser('metadata_json: json', { json: '{"__proto__":{"polluted":true}}' });
  expect(mapped.kind === 'user' && Object.keys(mapped.user.metadata)).toEqual(['__proto__', 'previous_kyc']);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
