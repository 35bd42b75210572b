import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePath, parsePath } from '../../src/mapping/paths.js';
import type { Json, JsonObject } from '../../src/model.js';

const find = (path: string, fields: JsonObject): Json[] => compilePath(path).find(fields);

test('dots go into objects, and null is found where it stands', () => {
  expect(find('info.dob', { info: { dob: '1990-01-01' } })).toEqual(['1990-01-01']);
  expect(find('info.dob', { info: { dob: null } })).toEqual([null]);
  expect(find('info.dob', { info: null })).toEqual([]);
  expect(find('info.dob', {})).toEqual([]);
});

test('values are what is said there: inside of wrappers, and no null markers', () => {
  const path = compilePath('ids[]');
  expect(path.values({ ids: [{ value: 'a' }, 'N/A', '', { value: null }, 0, '<<<<<<<<<<<<'] })).toEqual(['a', 0]);
});

test('a key is found in any style, also after many others were asked about', () => {
  const path = compilePath('dateOfBirth');
  for (let n = 0; n < 3000; n += 1) expect(path.find({ [`date ${n}`]: n })).toEqual([]);
  expect(path.find({ 'Date of birth': '1990-01-01' })).toEqual(['1990-01-01']);
});

test('[] stands for every element, and a list is not entered without it', () => {
  const fields = { docs: [{ country: 'ESP' }, { number: 1 }, { country: 'FRA' }] };
  expect(find('docs[].country', fields)).toEqual(['ESP', 'FRA']);
  expect(find('docs.country', fields)).toEqual([]);
  expect(find('a[][]', { a: [[1, 2], [3], 4] })).toEqual([1, 2, 3]);
});

test('[key=value] takes the elements that match, without case', () => {
  const fields = { list: [{ key: 'plan', value: 'pro' }, { key: 'PLAN', value: 'max' }, { key: 'x', value: 'y' }, 'plan'] };
  expect(find('list[key=Plan].value', fields)).toEqual(['pro', 'max']);
  expect(find('list[key="plan"].value', fields)).toEqual(['pro', 'max']);
});

test('filters may look deeper, follow each other, and be asked of a single object', () => {
  const fields = {
    included: [
      { type: 'check/id', attributes: { state: 'failed', name: 'X' } },
      { type: 'check/id', attributes: { state: 'Passed', name: 'A' } },
      { type: 'check/face', attributes: { state: 'passed', name: 'F' } },
    ],
    one: { type: 'ID', n: 1 },
  };
  expect(find('included[type=check/id][attributes.state=passed].attributes.name', fields)).toEqual(['A']);
  expect(find('one[type=id].n', fields)).toEqual([1]);
  expect(find('one[type=face].n', fields)).toEqual([]);
});

test('[0] and [-1] take one element', () => {
  expect(find('a[0]', { a: [1, 2, 3] })).toEqual([1]);
  expect(find('a[-1].b', { a: [1, { b: 2 }] })).toEqual([2]);
  expect(find('a[5]', { a: [1] })).toEqual([]);
});

test('* takes what stands below any key', () => {
  expect(find('checks.*[].result', { checks: { a: [{ result: 1 }], b: [{ result: 2 }], c: 'x' } })).toEqual([1, 2]);
  expect(find('checks.*', { checks: { '*': 1, b: 2 } })).toEqual([1, 2]);
  expect(find('checks."*"', { checks: { '*': 1, b: 2 } })).toEqual([1]);
});

test('a cell with JSON in it is looked into where the path goes on', () => {
  const payload = '{"person":{"name":"A","raw":"[{\\"x\\":1}]"}}';
  expect(find('payload.person.name', { payload })).toEqual(['A']);
  expect(find('payload.person.raw[].x', { payload })).toEqual([1]);
  expect(find('tags[]', { tags: ' ["a","b"] ' })).toEqual(['a', 'b']);
  expect(find('payload', { payload })).toEqual([payload]);
  for (const text of ['{"a":', '[redacted]', 'plain', '"text"']) expect(find('payload.a', { payload: text })).toEqual([]);
});

test('odd names go in quotes', () => {
  expect(find('"Date of birth"', { 'Date of birth': 1 })).toEqual([1]);
  expect(find(`a.'b.c'[].d`, { a: { 'b.c': [{ d: 2 }] } })).toEqual([2]);
});

test.each(['dateOfBirth', 'DateOfBirth', 'date-of-birth', 'date_of_birth', 'DATE_OF_BIRTH', 'Date of birth', 'Date_Of_Birth'])(
  'date_of_birth finds %s',
  (key) => {
    expect(find('date_of_birth', { [key]: 1 })).toEqual([1]);
  },
);

test('a name is the same however its accents and blanks are encoded', () => {
  expect(find('"Änderung des Namens"', { ['Änderung des\u00a0Namens'.normalize('NFD')]: 1 })).toEqual([1]);
  expect(find('prüfergebnis', { ['Prüfergebnis'.normalize('NFD')]: 1 })).toEqual([1]);
});

test('the exact spelling goes first, and a leading underscore belongs to the name', () => {
  expect(find('fullName', { full_name: 'a', fullName: 'b' })).toEqual(['b']);
  expect(find('id', { _id: 'mongo' })).toEqual([]);
});

test('wrappers are looked through on the way', () => {
  expect(find('fields.name.first', { fields: { value: { name: { type: 'x', value: { first: 'A' } } } } })).toEqual(['A']);
  expect(find('list[]', { list: { value: [1] } })).toEqual([1]);
});

test('inherited keys are not fields, and own keys with their names are', () => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) expect(find(key, {})).toEqual([]);
  expect(find('__proto__.x', JSON.parse('{"__proto__":{"x":1}}'))).toEqual([1]);
});

test.each(['', '.', 'a.', '.a', 'a..b', 'a[', 'a[]b', '[]', 'a b', 'a[x]', 'a[1.5]', 'a[b..c=d]', '"a', 'a=b', '{a}'])(
  '%j is not a path',
  (text) => {
    expect(parsePath(text)).toBeUndefined();
    expect(() => compilePath(text)).toThrow('not a path');
  },
);

test('any quoted name finds exactly its key', () => {
  const key = fc.string({ minLength: 1 }).filter((text) => !text.includes('"'));
  fc.assert(
    fc.property(key, fc.jsonValue(), (name, value) => {
      const fields: JsonObject = Object.fromEntries([[name, value as Json]]);
      expect(find(`"${name}"`, fields)).toEqual([value]);
    }),
  );
});
