import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FieldTree } from '../../src/inspect/field-tree.js';
import { compilePath, isNothing } from '../../src/mapping/index.js';
import { isJsonObject, type Json, type JsonObject } from '../../src/model.js';

function treeOf(...records: readonly JsonObject[]): FieldTree {
  const tree = new FieldTree();
  for (const record of records) tree.add(record);
  return tree;
}

const paths = (tree: FieldTree) => tree.facts().map(({ path, filled }) => [path, filled]);

test('fields are named in the language of mappings', () => {
  const tree = treeOf({
    id: '1',
    info: { dob: '1980-01-31', 'Date of birth': null },
    docs: [{ country: 'DE' }, { country: 'FR' }],
    tags: [],
  });
  expect(paths(tree)).toEqual([
    ['id', 1],
    ['info.dob', 1],
    ['info."Date of birth"', 0],
    ['docs[].country', 1],
    ['tags', 0],
  ]);
});

test('what is an object in one record and nothing in another is not listed beside its fields', () => {
  expect(paths(treeOf({ review: null }, { review: { answer: 'GREEN' } }))).toEqual([['review.answer', 1]]);
});

test('JSON in a cell is looked into', () => {
  expect(paths(treeOf({ extra: '{"plan":"basic","tags":["a"]}', other: '{}', broken: '{plan' }))).toEqual([
    ['extra.plan', 1],
    ['extra.tags[]', 1],
    ['other', 0],
    ['broken', 1],
  ]);
});

test('keys such as __proto__ are fields like any other', () => {
  expect(paths(treeOf(JSON.parse('{"__proto__":{"x":"1"},"constructor":"2"}')))).toEqual([
    ['__proto__.x', 1],
    ['constructor', 1],
  ]);
});

test('keys that are data do not grow without end, and neither does depth', () => {
  const many = treeOf(...Array.from({ length: 3000 }, (_, index) => ({ [`key${index}`]: 'x' })));
  expect(many.facts()).toHaveLength(1000);
  expect(many.beyond).toBe(true);
  const deep: Json = JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`);
  const tree = treeOf(isJsonObject(deep) ? deep : {});
  expect(tree.beyond).toBe(true);
});

test('whatever a record holds, each path leads to what was counted there', () => {
  const json = fc.json({ maxDepth: 4 }).map((text): Json => JSON.parse(text));
  fc.assert(
    fc.property(fc.dictionary(fc.string({ maxLength: 6 }), json, { maxKeys: 5 }), (record) => {
      for (const { path, filled } of treeOf(record).facts()) {
        const found = compilePath(path).find(record);
        if (filled > 0)
          expect(
            found.some((value) => !isNothing(value)),
            path,
          ).toBe(true);
      }
    }),
  );
});
