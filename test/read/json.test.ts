import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import type { Json } from '../../src/model.js';
import { JsonReader } from '../../src/read/json.js';
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
    expect(String(error)).toContain('the records were read from rest, and now comes items, which the mapping prefers');
  });

  test('that is nowhere is an error that names the paths', () => {
    for (const text of ['{"data":[]}', '{"items":7}', '{"__proto__":[]}', '{"items":[{}]}{"next":null}']) {
      const { error } = readJson(text, { recordPaths: ['items', 'list.items'] });
      expect(String(error)).toContain('export.json is JSON, but there is no list of records at items, list.items.');
    }
  });

  test('holds elements that are no objects: unreadable records', () => {
    expect(
      readJson('[1,{"id":2},null,[{"id":3}]]').records.map((record) => ('problems' in record ? record.problems : 'fine')),
    ).toEqual([[{ code: 'record_not_object' }], 'fine', [{ code: 'record_not_object' }], [{ code: 'record_not_object' }]]);
  });

  test('is no list of lists, whose values have no names', () => {
    for (const text of ['[["id","name"],[1,"Testa"]]', '{"items":[[{"id":1}]]}']) {
      const { records, error } = readJson(text, { recordPaths: ['items', '$'] });
      expect(records).toEqual([]);
      expect(error).toMatchObject({ code: 'export_broken' });
      expect(String(error)).toContain('its records are lists of values without names; write each of them as an object');
    }
  });

  test('may lie under keys such as __proto__', () => {
    expect(fieldsIn('{"__proto__":{"constructor":[{"toString":1}]}}', ['__proto__.constructor'])).toEqual([{ toString: 1 }]);
  });

  test('is not under a key that holds a dot', () => {
    expect(fieldsIn('{"list.items":[{"id":1}],"list":{"items":[{"id":2}]}}', ['list.items'])).toEqual([{ id: 2 }]);
  });

  test('is never read twice, where a key comes twice', () => {
    const { records, error } = readJson('{"items":[{"id":1}],"items":[{"id":2}]}', { recordPaths: ['items'] });
    expect(records).toHaveLength(1);
    expect(String(error)).toContain('items is there twice');
  });
});

describe('pages that follow one another', () => {
  test.each([['', '\n', ' \r\n\n', '\ufeff']])('are read one after another', (...separators) => {
    for (const separator of separators) {
      const pages = ['{"items":[{"id":1},{"id":2}]}', '{"items":[]}', '{"list":{"items":[{"id":3}]}}', '[{"id":4}]', '{"id":5}'];
      for (const chunkBytes of [1, 10, ROOMY]) {
        const { records, error } = readJson(pages.join(separator), { recordPaths: ['items', 'list.items', '$'] }, chunkBytes);
        expect(error).toBeUndefined();
        expect(records).toEqual([1, 2, 3, 4, 5].map((id) => ({ number: id, fields: { id } })));
      }
    }
  });

  test('may be the elements of a list', () => {
    const text = '[{"items":[{"id":1},{"id":2}]},{"items":[]},{"items":[{"id":3}]},{"id":4}]';
    expect(fieldsIn(text, ['items', '$'])).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
  });
});

test('a bad page in a list of pages ends the reading: nobody knows how many records were in it', () => {
  const { records, error } = readJson('[{"items":[{"id":1}]},{"items":[{"id":2},]},{"items":[]}]', { recordPaths: ['items'] });
  expect(records).toEqual([{ number: 1, fields: { id: 1 } }]);
  expect(String(error)).toContain('it holds pages of records, and one of the pages cannot be read. 1 records before');
});

describe('an envelope', () => {
  const paths = ['data.attributes.payload.data', 'attributes.payload.data', 'data', '$'];
  const event = { type: 'event', attributes: { name: 'approved', payload: { data: { id: 'a' } } } };

  test.each([
    ['around the document', { data: event }],
    ['around each element of a list', [{ data: event }]],
    ['around each element of a list under a path', { data: [event] }],
  ])('%s gives the object inside', (_, value) => {
    expect(fieldsIn(JSON.stringify(value), paths)).toEqual([{ id: 'a' }]);
  });

  test('that is none stays the record', () => {
    expect(fieldsIn('[{"data":1},{"id":2}]', ['data', '$'])).toEqual([{ data: 1 }, { id: 2 }]);
    expect(fieldsIn('[{"data":1}]', ['data'])).toEqual([{ data: 1 }]);
  });

  test('is not looked for where the mapping takes the document itself', () => {
    expect(fieldsIn('{"data":{"id":1}}', ['$', 'data'])).toEqual([{ data: { id: 1 } }]);
  });
});

describe('without a mapping', () => {
  test.each([
    ['the document', '[{"id":1}]', '$', [{ id: 1 }]],
    [
      'the first list of objects',
      '{"links":[],"tags":["a"],"deep":{"list":{"items":[{"id":1}],"rest":[{"id":2}]}}}',
      'deep.list.items',
      [{ id: 1 }],
    ],
    ['a list at most three levels deep', '{"a":{"b":{"c":{"d":[{"id":1}]}}}}', '$', [{ a: { b: { c: { d: [{ id: 1 }] } } } }]],
    [
      'never the included resources',
      '{"included":[{"type":"a","id":"1"}],"data":[{"type":"b","id":"2"}]}',
      'data',
      [{ type: 'b', id: '2' }],
    ],
  ])('the records are %s', (_, text, place, records) => {
    for (const chunkBytes of [1, ROOMY]) {
      const reader = new JsonReader({ file: 'export.json', recordPaths: [], maxRecordBytes: ROOMY });
      expect(reader.recordsAt).toBeUndefined();
      expect(readAll(reader, text, chunkBytes).records.map(({ fields }) => fields)).toEqual(records);
      expect(reader.recordsAt).toBe(place);
    }
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
    for (const chunkBytes of [1, ROOMY]) {
      expect(String(readJson(text, { maxRecordBytes: 50 }, chunkBytes).error)).toContain('a record is larger than 50 bytes');
    }
  });
});

describe('a key that comes twice', () => {
  const says = (text: string, recordPaths: string[] = ['$']) => {
    const readings = [1, 7, ROOMY].map((chunkBytes) => {
      const { records, error } = readJson(text, { recordPaths }, chunkBytes);
      return error ?? records.map((record) => ('problems' in record ? record.problems : record.fields));
    });
    expect(readings[1]).toEqual(readings[0]);
    expect(readings[2]).toEqual(readings[0]);
    return readings[0];
  };
  const overall = [{ code: 'key_repeated', detail: { key: 'overall' } }];
  const twice = '{"id":2,"status":{"overall":"DENIED","overall":"APPROVED"}}';

  test.each([
    ['a document', `{"id":1}${twice}{"id":3}`, ['$']],
    ['an element of a list', `[{"id":1},${twice},{"id":3}]`, ['$']],
    ['an element of a wrapped list', `{"items":[{"id":1},${twice}],"n":2}{"items":[{"id":3}]}`, ['items', '$']],
    ['an object in an envelope', `{"data":{"id":1}}{"data":${twice}}{"data":{"id":3}}`, ['data', '$']],
    ['an envelope in a list', `[{"data":{"id":1}},{"data":${twice}},{"data":{"id":3}}]`, ['data', '$']],
  ])('makes %s a problem and costs no other', (_, text, paths) => {
    expect(says(text, paths)).toEqual([{ id: 1 }, overall, { id: 3 }]);
  });

  test('gives nothing away but whose record it is', () => {
    expect(readJson(`[${twice}]`).records).toEqual([
      { number: 1, problems: overall, fields: {}, whose: { id: 2, status: { overall: 'APPROVED' } } },
    ]);
  });

  test('in a list of pages ends the reading: it may be the list that is there twice', () => {
    expect(String(says(`[{"items":[{"id":1}]},{"items":[{"id":2}],"items":[]}]`, ['items']))).toContain(
      'a page of records holds a key twice with different contents',
    );
  });

  test.each([
    ['{"items":[{"id":1}],"items":[{"id":2}]}', ['items'], 'items is there twice'],
    ['{"items":null,"items":[{"id":2}]}', ['items'], 'items is there twice'],
    ['{"items":[{"id":1}],"items":{"id":2}}', ['items'], 'items is there twice'],
    ['{"list":{"items":[{"id":1}]},"l\\u0069st":{"next":null}}', ['list.items', '$'], 'list is there twice'],
  ])('on the way to the records ends the reading: %s', (text, paths, reason) => {
    expect(String(says(text, paths))).toContain(reason);
  });

  test('beside the records is of no consequence', () => {
    expect(says('{"total":1,"items":[{"id":1}],"total":2}', ['items'])).toEqual([{ id: 1 }]);
  });
});

describe('a document that breaks', () => {
  test.each([
    ['off between records', '[{"id":1},{"id":2},', 'it ends in the middle of a JSON value'],
    ['off inside a string', '[{"id":1},{"id":2},{"id":"Tes', 'it ends in the middle of a JSON value'],
    ['off behind the records', '{"items":[{"id":1},{"id":2}]', 'it ends in the middle of a JSON value'],
    ['JSON’s rules between records', '[{"id":1},{"id":2} {"name":"Testa"}]', 'what follows is not valid JSON'],
    ['JSON’s rules with a bracket too many', '[{"id":1},{"id":2}},{"name":"Testa"}]', 'what follows is not valid JSON'],
    ['JSON’s rules behind the records', '{"items":[{"id":1},{"id":2}],"next":Testa}', 'what follows is not valid JSON'],
    ['JSON’s rules in a key', '{"items":[{"id":1},{"id":2}],"Tes\ta":1}', 'what follows is not valid JSON'],
    ['JSON’s rules with a comma too many', '{"items":[{"id":1},{"id":2}],}', 'what follows is not valid JSON'],
    ['JSON’s rules with something behind it', '[{"id":1},{"id":2}] Testa', 'what follows is not valid JSON'],
    ['all bounds', `{"items":[{"id":1},{"id":2}],"deep":${'['.repeat(100_000)}`, 'it is nested more than 1000 levels deep'],
  ])('%s gives the records before and then an error without personal data', (_, text, reason) => {
    for (const chunkBytes of [1, 5, ROOMY]) {
      const { records, error } = readJson(text, { recordPaths: ['items', '$'] }, chunkBytes);
      expect(records.map(({ fields }) => fields)).toEqual([{ id: 1 }, { id: 2 }]);
      expect(error).toBeInstanceOf(MigrateError);
      expect(String(error)).toMatch(
        new RegExp(`export.json breaks off or breaks its format at byte \\d+: ${reason}. 2 records before`),
      );
      expect(String(error)).not.toContain('Tes');
    }
  });
});

test.each(['{}1', '{"a":1} 2', '[{}]1', '[{}] -0.5', '{"items":[{}]}7', '"text"', 'null'])(
  'what is no document (%s) is an error and not passed over',
  (text) => {
    for (const chunkBytes of [1, ROOMY]) {
      expect(readJson(text, { recordPaths: ['items', '$'] }, chunkBytes).error).toMatchObject({ code: 'export_broken' });
    }
  },
);

describe('a bad record', () => {
  test.each([
    ['with a word that is none', '{"name":Testa}', 14],
    ['with a comma too many', '{"id":[1,2,],}', 14],
    ['with a tab in a string', '{"id":"a\tb"}', 12],
    ['with brackets that do not match', '{"id":[1}}', 10],
    ['that is a word', 'nul', 3],
  ])('%s costs no other', (_, bad, bytes) => {
    for (const chunkBytes of [1, 5, ROOMY]) {
      const { records, error } = readJson(`[{"id":1}, ${bad} ,{"id":3}]`, {}, chunkBytes);
      expect(error).toBeUndefined();
      expect(records).toEqual([
        { number: 1, fields: { id: 1 } },
        { number: 2, problems: [{ code: 'json_malformed', detail: { bytes } }], fields: {} },
        { number: 3, fields: { id: 3 } },
      ]);
    }
  });

  test.each([1, 7, 64, ROOMY])('over the limit costs no other, in chunks of %i bytes', (chunkBytes) => {
    const text = `[${JSON.stringify({ id: 'é'.repeat(20) })},${JSON.stringify({ id: ['\ud83d\ude00"'.repeat(20)] })},{"id":3}]`;
    const { records, error } = readJson(text, { maxRecordBytes: 100 }, chunkBytes);
    expect(error).toBeUndefined();
    expect(records).toEqual([
      { number: 1, fields: { id: 'é'.repeat(20) } },
      { number: 2, problems: [{ code: 'record_too_large', detail: { limit: 100 } }], fields: {} },
      { number: 3, fields: { id: 3 } },
    ]);
  });

  test('nested too deep costs no other, and never overflows the stack', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const { records } = readJson(`[${deep},{"id":2}]`, {}, 1000);
    expect(records).toEqual([
      { number: 1, problems: [{ code: 'record_too_deep', detail: { limit: 200 } }], fields: {} },
      { number: 2, fields: { id: 2 } },
    ]);
  });

  test('that never ends is where the document breaks off', () => {
    const { records, error } = readJson(`[{"id":1},{"name":"${'x'.repeat(200)}`, { maxRecordBytes: 100 }, 16);
    expect(records).toHaveLength(1);
    expect(String(error)).toContain('at byte 10: it ends in the middle of a JSON value. 1 records before');
  });
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
        readAll(
          new NdjsonReader({ file: 'export.ndjson', recordPaths: ['$'], maxRecordBytes: ROOMY }),
          list.map((object) => `${JSON.stringify(object)}\n`).join(''),
          chunkBytes,
        ),
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
