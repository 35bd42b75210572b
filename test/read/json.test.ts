import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import type { Json } from '../../src/model.js';
import { NdjsonReader } from '../../src/read/ndjson.js';
import { ROOMY, readAll, readJson } from './read-all.js';

const fieldsIn = (text: string, recordPaths: string[]) => {
  const { records, error } = readJson(text, { recordPaths });
  if (error !== undefined) throw error;
  return records.map(({ fields }) => fields);
};

describe('the list of records', () => {
  test('is the document itself', () => {
    expect(readJson('[{"id":1},{"id":12345678901234567890}]')).toEqual({
      records: [
        { number: 1, fields: { id: 1 } },
        { number: 2, fields: { id: '12345678901234567890' } },
      ],
    });
  });

  test('lies under a path, and the rest of the document is passed over', () => {
    const text =
      '{"total":2,"items":{"not":"these"},"list":{"page":[1],"items":[{"id":1},{"items":[{"id":2}]}],"next":null},"end":{}}';
    expect(fieldsIn(text, ['items', 'list.items', '$'])).toEqual([{ id: 1 }, { items: [{ id: 2 }] }]);
  });

  test('may be empty', () => {
    expect(fieldsIn('[]', ['$'])).toEqual([]);
    expect(fieldsIn('{"items":[],"total":0}', ['items', '$'])).toEqual([]);
  });

  test('is the one of the first path, where the document holds several', () => {
    expect(fieldsIn('{"items":[{"id":1}],"list":{"items":[{"id":2}]}}', ['items', 'list.items'])).toEqual([{ id: 1 }]);
  });

  test('is never silently the wrong one, where the better one comes later', () => {
    const { records, error } = readJson('{"rest":[{"id":2}],"items":[{"id":1}]}', { recordPaths: ['items', 'rest'] });
    expect(records).toHaveLength(1);
    expect(error).toMatchObject({ code: 'export_broken' });
    expect(String(error)).toContain('the records were read from $.rest, and now comes $.items, which the mapping prefers');
  });

  test('that is nowhere is an error that names the paths', () => {
    for (const text of ['{"data":[]}', '{"items":{"id":1}}', '[{"id":1}]']) {
      const { records, error } = readJson(text, { recordPaths: ['items', 'list.items'] });
      expect(records).toEqual([]);
      expect(String(error)).toContain('export.json is JSON, but there is no list of records at items, list.items.');
    }
  });

  test('holds elements that are no objects: unreadable records', () => {
    expect(
      readJson('[1,{"id":2},null,[{"id":3}]]').records.map((record) => ('problems' in record ? record.problems : 'fine')),
    ).toEqual([[{ code: 'record_not_object' }], 'fine', [{ code: 'record_not_object' }], [{ code: 'record_not_object' }]]);
  });
});

describe('a document without a list', () => {
  test('is itself the record, where the mapping says so', () => {
    expect(fieldsIn('{\n"id": 12345678901234567890, "info": {"items": [1]}}', ['items', '$'])).toEqual([
      { id: '12345678901234567890', info: { items: [1] } },
    ]);
    expect(fieldsIn('{"items":[{"id":1}]}', ['$', 'items'])).toEqual([{ items: [{ id: 1 }] }]);
  });

  test('over the limit is an error', () => {
    const text = `{"a":"${'x'.repeat(30)}","b":"${'x'.repeat(30)}"}`;
    expect(String(readJson(text, { maxRecordBytes: 50 }).error)).toContain('a record is larger than 50 bytes');
  });
});

describe('a document that breaks', () => {
  test.each([
    ['off between records', '[{"id":1},{"id":2},', 'it ends in the middle of a JSON value'],
    ['off inside a string', '[{"id":1},{"id":2},{"id":"Tes', 'it ends in the middle of a JSON value'],
    ['JSON’s rules', '[{"id":1},{"id":2},{"name":Testa}]', 'what follows is not valid JSON'],
    ['JSON’s grammar', '[{"id":1},{"id":2},{"name":,"Testa"}]', 'what follows is not valid JSON'],
    ['JSON’s rules with a second document', '[{"id":1},{"id":2}] []', 'what follows is not valid JSON'],
    [
      'the encoding',
      Buffer.concat([Buffer.from('[{"id":1},{"id":2},{"name":"'), Buffer.from([0xe9, 0x61, 0x62]), Buffer.from('"}]')]),
      'what follows is not UTF-8',
    ],
  ])('%s gives the records before and then an error without personal data', (_, text, reason) => {
    for (const chunkBytes of [1, 5, ROOMY]) {
      const { records, error } = readJson(text, {}, chunkBytes);
      expect(records.map(({ fields }) => fields)).toEqual([{ id: 1 }, { id: 2 }]);
      expect(error).toBeInstanceOf(MigrateError);
      expect(String(error)).toMatch(
        new RegExp(`export.json breaks off or breaks its format at byte \\d+: ${reason}. 2 records before`),
      );
      expect(String(error)).not.toContain('Tes');
    }
  });
});

test.each(['{}1', '{"a":1} 2', '[{}]1', '[{}] -0.5', '{"items":[{}]}7'])(
  'something behind the document (%s) is an error and not passed over',
  (text) => {
    for (const chunkBytes of [1, ROOMY]) {
      expect(readJson(text, { recordPaths: ['items', '$'] }, chunkBytes).error).toMatchObject({ code: 'export_broken' });
    }
  },
);

test.each([1, 7, 64, ROOMY])('a record over the limit stops the reading, in chunks of %i bytes', (chunkBytes) => {
  const text = `[${JSON.stringify({ id: 'é'.repeat(20) })},${JSON.stringify({ id: ['\ud83d\ude00"'.repeat(20)] })},{"id":3}]`;
  const { records, error } = readJson(text, { maxRecordBytes: 100 }, chunkBytes);
  expect(records).toHaveLength(1);
  expect(String(error)).toContain('a record is larger than 100 bytes (--max-record-bytes)');
});

test('a record that never ends stops the reading as soon as it is over the limit', () => {
  const { records, error } = readJson(`[{"id":1},{"name":"${'x'.repeat(200)}`, { maxRecordBytes: 100 }, 16);
  expect(records).toHaveLength(1);
  expect(String(error)).toContain('at byte 17: a record is larger than 100 bytes');
});

test('what stands outside the list does not count towards the size of a record', () => {
  const rest = JSON.stringify({ deep: { down: Array.from({ length: 100 }, (_, index) => ({ index })) } });
  const text = `{"before":${rest},"items":[{"id":1}],"after":${rest}}`;
  const { records, error } = readJson(text, { recordPaths: ['items'], maxRecordBytes: 40 }, 8);
  expect(error).toBeUndefined();
  expect(records).toEqual([{ number: 1, fields: { id: 1 } }]);
});

test('any list of objects reads back identical as array, wrapped, and as NDJSON, however the bytes arrive', () => {
  const objects = fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' })));
  fc.assert(
    fc.property(objects, fc.integer({ min: 1, max: 40 }), fc.constantFrom(undefined, 2), (list, chunkBytes, indent) => {
      const written = JSON.stringify(list, undefined, indent);
      const readings = [
        readJson(written, {}, chunkBytes),
        readJson(
          `{"before":[{}],"list":{"items":${written}},"after":{}}`,
          { recordPaths: ['items', 'list.items', '$'] },
          chunkBytes,
        ),
        readAll(new NdjsonReader(ROOMY), list.map((object) => `${JSON.stringify(object)}\n`).join(''), chunkBytes),
      ];
      for (const { records, error } of readings) {
        expect(error).toBeUndefined();
        expect(records.map(({ number }) => number)).toEqual(list.map((_, index) => index + 1));
        // As text, because that compares keys such as __proto__ as well.
        expect(JSON.stringify(records.map(({ fields }) => fields))).toBe(JSON.stringify(digitsKept(JSON.parse(written))));
      }
    }),
    { numRuns: 300 },
  );
});

/** The value as it is to be read: with integers beyond 2^53 as text. */
function digitsKept(value: Json): Json {
  if (typeof value === 'number')
    return /^-?\d+$/.test(JSON.stringify(value)) && !Number.isSafeInteger(value) ? JSON.stringify(value) : value;
  if (Array.isArray(value)) return value.map(digitsKept);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, digitsKept(inner)]));
}
