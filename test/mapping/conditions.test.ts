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

test('present asks for anything at all', () => {
  expect(holds({ a: { present: true } }, { a: 0 })).toBe(true);
  for (const fields of [{}, { a: null }, { a: 'N/A' }, { a: [''] }]) expect(holds({ a: { present: true } }, fields)).toBe(false);
});

test('only holds where nothing but its words is there, and something is', () => {
  const when = { codes: { only: ['BLUR', 'GLARE'] } };
  expect(holds(when, { codes: ['glare', 'BLUR'] })).toBe(true);
  expect(holds(when, { codes: 'glare' })).toBe(true);
  expect(holds(when, { codes: ['glare', 'FRAUD'] })).toBe(false);
  expect(holds(when, { codes: [] })).toBe(false);
  expect(holds({ codes: { not: { only: 'BLUR' } } }, { codes: ['FRAUD'] })).toBe(true);
});

test('matches looks for a pattern in any element', () => {
  expect(holds({ id: { matches: '^tst-' } }, { id: 'TST-1' })).toBe(true);
  expect(holds({ 'labels[]': { matches: 'forged?$' } }, { labels: ['ok', 'document forged'] })).toBe(true);
  expect(holds({ id: { not: { matches: '^tst-' } } }, { id: 'A-1' })).toBe(true);
});

test('of several conditions one is enough', () => {
  const when = [{ a: 'x', b: 'y' }, { c: 'z' }];
  expect(holds(when, { c: 'z' })).toBe(true);
  expect(holds(when, { a: 'x', b: 'y' })).toBe(true);
  expect(holds(when, { a: 'x' })).toBe(false);
});

test('every line has to hold', () => {
  expect(holds({ a: 'x', b: 'y' }, { a: 'x', b: 'y' })).toBe(true);
  expect(holds({ a: 'x', b: 'y' }, { a: 'x' })).toBe(false);
});
