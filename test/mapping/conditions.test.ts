import { expect, test } from 'vitest';
import { compileWhen } from '../../src/mapping/conditions.js';
import type { When } from '../../src/mapping/schema.js';
import type { JsonObject } from '../../src/model.js';

const holds = (when: When, fields: JsonObject) => compileWhen(when)(fields);

test('words compare without case, and numbers and booleans by their text', () => {
  expect(holds({ a: 'Green' }, { a: ' GREEN ' })).toBe(true);
  expect(holds({ a: true }, { a: 'TRUE' })).toBe(true);
  expect(holds({ a: 1 }, { a: '1' })).toBe(true);
  expect(holds({ a: 'green' }, { a: 'greenish' })).toBe(false);
});

test('one of several words is enough, and one element of a list', () => {
  expect(holds({ a: ['x', 'y'] }, { a: 'Y' })).toBe(true);
  expect(holds({ labels: ['FORGERY'] }, { labels: ['SPAM', { value: 'forgery' }] })).toBe(true);
  expect(holds({ 'docs[].type': 'ID' }, { docs: [{ type: 'PASSPORT' }, { type: 'id' }] })).toBe(true);
});

test('missing means that nothing is there, null markers included', () => {
  for (const fields of [{}, { a: null }, { a: ' ' }, { a: 'N/A' }, { a: [] }])
    expect(holds({ a: { missing: true } }, fields)).toBe(true);
  for (const fields of [{ a: 'x' }, { a: 0 }, { a: { b: 1 } }]) expect(holds({ a: { missing: true } }, fields)).toBe(false);
});

test('not turns a condition round, so it also holds where nothing is there', () => {
  expect(holds({ a: { not: ['x', 'y'] } }, { a: 'z' })).toBe(true);
  expect(holds({ a: { not: ['x', 'y'] } }, { a: 'X' })).toBe(false);
  expect(holds({ a: { not: 'x' } }, {})).toBe(true);
  expect(holds({ a: { not: { missing: true } } }, { a: 'x' })).toBe(true);
});

test('every line has to hold', () => {
  expect(holds({ a: 'x', b: 'y' }, { a: 'x', b: 'y' })).toBe(true);
  expect(holds({ a: 'x', b: 'y' }, { a: 'x' })).toBe(false);
});
