import { expect, test } from 'vitest';
import { mapUser, outcome } from './mapping-of.js';

test('the first path that finds something counts', () => {
  const lines = 'full_name: {from: [a, b, c]}';
  expect(outcome(mapUser(lines, { a: 'N/A', b: ' Testa ', c: 'no' }))).toEqual({ full_name: 'Testa' });
  expect(outcome(mapUser(lines, {}))).toEqual({});
});

test('a name is never put together from two groups', () => {
  const lines = 'full_name: {first_group_of: [[doc.first, doc.middle, doc.last], [typed.first, typed.last]]}';
  const typed = { first: 'Typed', last: 'Sample' };
  expect(outcome(mapUser(lines, { doc: { first: 'Testa', middle: null, last: 'Sample' }, typed }))).toEqual({
    full_name: 'Testa Sample',
  });
  expect(outcome(mapUser(lines, { doc: { first: 'Mononyma' }, typed }))).toEqual({ full_name: 'Mononyma' });
  expect(outcome(mapUser(lines, { doc: { first: '-' }, typed }))).toEqual({ full_name: 'Typed Sample' });
});

test('a list of paths is short for from', () => {
  expect(outcome(mapUser('full_name: [a, b]', { b: 'Testa' }))).toEqual({ full_name: 'Testa' });
});

test('a template needs all of its fields, and of several the first that can be filled counts', () => {
  const lines = 'full_name: {template: ["{a} {b}", "{a}"]}';
  expect(outcome(mapUser(lines, { a: 'Testa', b: 'Sample' }))).toEqual({ full_name: 'Testa Sample' });
  expect(outcome(mapUser(lines, { a: 'Testa' }))).toEqual({ full_name: 'Testa' });
  expect(outcome(mapUser(lines, { b: 'Sample' }))).toEqual({});
});

test('a part is taken out of the first value that has it', () => {
  const lines = "metadata: {group: {from: 'tags[]', extract: '^group:(.+)$'}}";
  expect(outcome(mapUser(lines, { tags: ['vip', 'group:red', 'group:blue'] }))).toEqual({ metadata: { group: 'red' } });
  expect(outcome(mapUser(lines, { tags: ['vip'] }))).toEqual({});
});

test('words are translated without case, and others stay', () => {
  const lines = 'country: {from: land, translate: {D: DEU}}\ntags: {from: t, split: ",", translate: {a: alpha}}';
  expect(outcome(mapUser(lines, { land: 'd', t: 'A,b' }))).toEqual({
    metadata: { tags: ['alpha', 'b'], address: { country: 'DEU' } },
  });
  expect(outcome(mapUser(lines, { land: 'F' }))).toEqual([{ code: 'country_unknown', field: 'land' }]);
  expect(outcome(mapUser('country: {from: land, translate: {D: DEU}}', { land: 'fr' }))).toEqual({
    metadata: { address: { country: 'FRA' } },
  });
});

test('a constant is always there', () => {
  expect(outcome(mapUser('display_name: {value: Imported}', {}))).toEqual({ display_name: 'Imported' });
});

test('an object or a list where one text is needed is a problem', () => {
  const problem = [{ code: 'value_not_text', field: 'name' }];
  expect(outcome(mapUser('full_name: name', { name: { first: 'Testa' } }))).toEqual(problem);
  expect(outcome(mapUser('full_name: name', { name: ['Testa'] }))).toEqual(problem);
  expect(outcome(mapUser('tags: name', { name: [{ id: 1 }] }))).toEqual(problem);
});

test('a list is a list, a split cell, one value, or the true keys of an object', () => {
  const tags = (lines: string, value: Parameters<typeof mapUser>[1][string]) => outcome(mapUser(lines, { t: value }));
  expect(tags('tags: t', ['a', { value: 'b' }, null, ' c '])).toEqual({ metadata: { tags: ['a', 'b', 'c'] } });
  expect(tags("tags: {from: t, split: ','}", 'a, b ,,-,c')).toEqual({ metadata: { tags: ['a', 'b', 'c'] } });
  expect(tags('tags: t', 'a, b')).toEqual({ metadata: { tags: ['a, b'] } });
  expect(tags('tags: t', { a: true, b: false, c: 2, d: 0, e: 'x' })).toEqual({ metadata: { tags: ['a', 'c'] } });
  expect(tags('tags: t', [''])).toEqual({});
});
