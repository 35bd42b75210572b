import { expect, test } from 'vitest';
import { NdjsonReader } from '../../src/read/ndjson.js';
import { ROOMY, readAll } from './read-all.js';

const read = (text: string, maxRecordBytes = ROOMY, chunkBytes = ROOMY, recordPaths: readonly string[] = []) =>
  readAll(new NdjsonReader({ file: 'export.ndjson', recordPaths, maxRecordBytes }), text, chunkBytes).records;

test('each line is a record, and blank lines keep the numbers of lines right', () => {
  expect(read('{"id":1}\r\n\n  \n{"id":"é"}', ROOMY, 3)).toEqual([
    { number: 1, line: 1, fields: { id: 1 } },
    { number: 2, line: 4, fields: { id: 'é' } },
  ]);
});

test('long integers keep their digits', () => {
  expect(read('{"id":12345678901234567890}\n')).toEqual([{ number: 1, line: 1, fields: { id: '12345678901234567890' } }]);
});

test('a bad line costs no other', () => {
  expect(read('{"id":1}\n{"id":2\n"3"\nnull\n{"id":5}\n')).toEqual([
    { number: 1, line: 1, fields: { id: 1 } },
    { number: 2, line: 2, problems: [{ code: 'json_malformed', detail: { bytes: 7 } }], fields: {} },
    { number: 3, line: 3, problems: [{ code: 'record_not_object' }], fields: {} },
    { number: 4, line: 4, problems: [{ code: 'record_not_object' }], fields: {} },
    { number: 5, line: 5, fields: { id: 5 } },
  ]);
});

test('a line over the limit is passed over', () => {
  expect(read(`{"id":1}\n{"id":"${'x'.repeat(100)}"}\n{"id":3}\n`, 20, 10)).toEqual([
    { number: 1, line: 1, fields: { id: 1 } },
    { number: 2, line: 2, problems: [{ code: 'record_too_large', detail: { limit: 20 } }], fields: {} },
    { number: 3, line: 3, fields: { id: 3 } },
  ]);
});

const fieldsIn = (text: string, recordPaths: readonly string[]) =>
  read(text, ROOMY, ROOMY, recordPaths).map(({ line, fields }) => [line, fields]);

test('a line may hold several records: a list of them, or the document that wraps one', () => {
  expect(fieldsIn('[{"id":1},{"id":2}]\n[]\n{"items":[{"id":3},{"id":4}]}\n{"id":5}\n', ['items', '$'])).toEqual([
    [1, { id: 1 }],
    [1, { id: 2 }],
    [3, { id: 3 }],
    [3, { id: 4 }],
    [4, { id: 5 }],
  ]);
});

test('a line may be the envelope of a record', () => {
  const paths = ['data.object', 'data', '$'];
  const lines = ['{"type":"verified","data":{"object":{"id":1}}}', '{"data":{"id":2}}', '{"id":3}', '{"data":7}'];
  expect(fieldsIn(lines.join('\n'), paths)).toEqual([
    [1, { id: 1 }],
    [2, { id: 2 }],
    [3, { id: 3 }],
    [4, { data: 7 }],
  ]);
});

test('a bad line among pages ends the reading: nobody knows how many records were in it', () => {
  const reading = { file: 'export.ndjson', recordPaths: ['items', '$'], maxRecordBytes: ROOMY };
  for (const text of ['{"items":[{"id":1}]}\n{"items":[{"id":2}]\n', '[{"id":1}]\n[{"id":2}\n']) {
    const { records, error } = readAll(new NdjsonReader(reading), text);
    expect(records).toEqual([{ number: 1, line: 1, fields: { id: 1 } }]);
    expect(String(error)).toContain(
      'at line 2: it holds pages of records, and one of the pages cannot be read. 1 records before',
    );
  }
  const { error } = readAll(new NdjsonReader(reading), '{"id":1,}\n{"id":2}\n{"items":[]}\n');
  expect(error).toMatchObject({ code: 'export_broken', detail: { where: 'line 3', records: 2 } });
});

test('a key that comes twice makes the line a problem, and among pages ends the reading', () => {
  const problems = [{ code: 'key_repeated', detail: { key: 'overall' } }];
  expect(read('{"id":1}\n{"id":2,"overall":"DENIED","\\u006fverall":"APPROVED"}\n{"id":3}\n')).toEqual([
    { number: 1, line: 1, fields: { id: 1 } },
    { number: 2, line: 2, problems, fields: {}, whose: { id: 2, overall: 'APPROVED' } },
    { number: 3, line: 3, fields: { id: 3 } },
  ]);
  const reading = { file: 'export.ndjson', recordPaths: ['items', '$'], maxRecordBytes: ROOMY };
  for (const page of ['{"items":[{"id":1}],"items":[]}', '[{"id":1},{"id":2,"id":3}]']) {
    const { records, error } = readAll(new NdjsonReader(reading), `{"id":0}\n${page}\n`);
    expect(records).toHaveLength(1);
    expect(String(error)).toContain('at line 2: a page of records holds a key twice with different contents');
  }
});

test('a byte order mark may begin any line, where files were put together', () => {
  expect(fieldsIn('{"id":1}\n\ufeff{"id":2}\n\ufeff\n', ['$'])).toEqual([
    [1, { id: 1 }],
    [2, { id: 2 }],
  ]);
});

test('brackets without end are one bad record and never overflow the stack', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(
    read(`{"id":1}\n{"a":${deep}}\n${'['.repeat(100_000)}\n{"id":4}\n`).map((record) =>
      'problems' in record ? record.problems : 'fine',
    ),
  ).toEqual([
    'fine',
    [{ code: 'record_too_deep', detail: { limit: 200 } }],
    [{ code: 'json_malformed', detail: { bytes: 100_000 } }],
    'fine',
  ]);
});
