import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../src/read/detect.js';

const detect = (text: string | Buffer, name = 'export', whole = true) =>
  detectFormat({ bytes: Buffer.from(text), whole }, name, ['items', 'list.items', '$']);

describe('the format of an export', () => {
  test.each([
    ['a header and rows', 'id,name\n1,Testa\n', 'csv'],
    ['a header alone', 'vendor_data', 'csv'],
    ['an array', ' \n[{"id":1}]', 'json'],
    ['an object over several lines', '{\n  "items": []\n}\n', 'json'],
    ['an object in each line', '{"id":1}\n{"id":2}\n', 'ndjson'],
    ['an object in each line, with CRLF', '{"id":1}\r\n{"id":2}\r\n', 'ndjson'],
    ['one object in one line', '{"id":1}', 'ndjson'],
    ['a list in an object in one line', '{"items":[{"id":1}]}\n', 'json'],
    ['a list deeper in an object in one line', '{"list":{"items":[]}}\n', 'json'],
    ['no list at the path', '{"list":{"items":3}}\n', 'ndjson'],
    ['a list in the object of each line', '{"items":[{"id":1}]}\n\n{"items":[]}\n', 'json'],
    ['a list in each line', '[{"id":1}]\n[{"id":2}]\n', 'json'],
    ['an object in each line but a damaged second one', '{"id":1}\nTesta\n', 'ndjson'],
    ['documents one after another', '{"items":[{"id":1}]}{"items":[]}', 'json'],
    ['documents one after another, the second over several lines', '{"items":[]}\n{\n "items": []\n}\n', 'json'],
    ['a list over several lines', '[\n{"id":1},\n{"id":2}\n]\n', 'json'],
    ['pairs in each line', 'scanReference=1&status=OK%20\r\nscanReference=2&status=OK\r\n', 'form'],
  ])('%s', (_, text, format) => {
    expect(detect(text)).toEqual({ format });
  });

  test('is what the content says, not what the name says', () => {
    expect(detect('[{"id":1}]', 'export.csv')).toEqual({ format: 'json' });
    expect(detect('id,name\n', 'export.json')).toEqual({ format: 'csv' });
  });

  test('is what the name says, where the first line is too long or too damaged to tell', () => {
    expect(detect('{"image":"aaaa', 'export.jsonl', false)).toEqual({ format: 'ndjson' });
    expect(detect('{"id":1,}\n{"id":2}', 'export.NDJSON')).toEqual({ format: 'ndjson' });
    expect(detect('{\n"id":1}\n', 'export.ndjson')).toEqual({ format: 'json' });
    expect(detect('{"image":"aaaa', 'export.json', false)).toEqual({ format: 'json' });
  });
});

test('without record paths a single line is a document in which the records are looked for', () => {
  const detectAny = (text: string) => detectFormat({ bytes: Buffer.from(text), whole: true }, 'export', []);
  expect(detectAny('{"items":[{"id":1}]}\n')).toEqual({ format: 'json' });
  expect(detectAny('{"id":1}\n{"id":2}\n')).toEqual({ format: 'ndjson' });
});

test('a key such as __proto__ is no place that every object has', () => {
  const paths = ['__proto__', 'constructor.prototype', '$'];
  expect(detectFormat({ bytes: Buffer.from('{"id":1}'), whole: true }, 'export', paths)).toEqual({ format: 'ndjson' });
});

describe('not an export', () => {
  test.each([
    ['', 'it is empty'],
    [' \r\n\t', 'it is empty'],
    ['id,na\0me', 'it holds binary data'],
    ['<!doctype html><title>Log in</title>', 'it is XML or a web page'],
  ])('%j', (text, unknown) => {
    expect(detect(text)).toEqual({ unknown });
  });

  test('a sample of white space says nothing about the rest', () => {
    expect(detect('\n\n', 'export', false)).toEqual({ unknown: 'it begins with nothing but white space' });
  });
});
