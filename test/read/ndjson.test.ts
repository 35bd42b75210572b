import { expect, test } from 'vitest';
import { NdjsonReader } from '../../src/read/ndjson.js';
import { ROOMY, readAll } from './read-all.js';

const read = (text: string, maxRecordBytes = ROOMY, chunkBytes = ROOMY) =>
  readAll(new NdjsonReader(maxRecordBytes), text, chunkBytes).records;

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
  expect(read('{"id":1}\n{"id":2\n[3]\nnull\n{"id":5}\n')).toEqual([
    { number: 1, line: 1, fields: { id: 1 } },
    { number: 2, line: 2, problems: [{ code: 'json_malformed' }], fields: {} },
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
