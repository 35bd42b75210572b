import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repeatedInTexts, repeatedKey } from '../../src/read/repeated-key.js';

const repeatedIn = (text: string) => repeatedKey(Buffer.from(text), JSON.parse(text));

describe('a key that an object holds twice', () => {
  test.each([
    ['at the top', '{"a":1,"a":2}', 'a'],
    ['below', '[{"b":{"a":[{"c":1,"c":2}]}}]', 'c'],
    ['in an object that is lost with its own key', '{"a":{"c":1,"c":2},"a":{"c":1,"c":2}}', 'c'],
    ['in another spelling', String.raw`{"overall":"DENIED","\u006fverall":"APPROVED"}`, 'overall'],
    ['with a quote in it', String.raw`{"a\"":1,"a\u0022":2}`, 'a"'],
    ['that is empty', '{"":1,"":2}', ''],
    ['that is __proto__', '{"__proto__":{},"__proto__":{"a":1}}', '__proto__'],
    ['with blanks between', '{ "a" : 1 ,\n\t"a"\r\n: 2 }', 'a'],
    ['three times', '{"a":1,"a":2,"a":1}', 'a'],
    ['that looks like an index', '{"1":1,"0":{},"1":2}', '1'],
  ])('%s is found', (_, text, key) => {
    expect(repeatedIn(text)).toBe(key);
  });

  test.each([
    ['once here and once there', '{"a":{"a":[{"a":1},{"a":2}]}}'],
    ['in its text only', String.raw`{"a":"\"a\":1,\"a\":2","b\\\\":": {\\","c":"::"}`],
    ['with the same content', '{"a":"LT","b":[{"c":{"d":1}}],"a": "LT","b":[{"c":{"d":1}}]}'],
    ['never, as there is no object', '":"'],
  ])('%s is none', (_, text) => {
    expect(repeatedIn(text)).toBeUndefined();
  });

  test('is found wherever it is put into any object, and nowhere else', () => {
    const objects = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' }), { minKeys: 1 });
    fc.assert(
      fc.property(objects, fc.constantFrom(undefined, 2), (object, indent) => {
        const text = JSON.stringify(object, undefined, indent);
        expect(repeatedIn(text)).toBeUndefined();
        const [key = ''] = Object.keys(object);
        const again = `${text.slice(0, -1)},${JSON.stringify(key)}:["another content"]}`;
        expect(repeatedIn(`[${again}]`)).toBe(key);
      }),
      { numRuns: 300 },
    );
  });

  test('is looked for in brackets without end, and the stack does not overflow', () => {
    expect(repeatedIn(`{"a":${'['.repeat(3000)}${']'.repeat(3000)},"a":1}`)).toBe('a');
  });
});

test('JSON that is kept as text is looked at, and what is no JSON is none', () => {
  const payload = '{"status":"DENIED","status":"APPROVED"}';
  expect(repeatedInTexts({ id: '1', payload: ` ${payload} ` })).toBe('status');
  expect(repeatedInTexts({ list: [null, { inner: JSON.stringify({ again: payload }) }] })).toBe('status');
  expect(repeatedInTexts({ note: `{${payload}`, name: '[sic]', payload: '{"a":1}', none: null, count: 1 })).toBeUndefined();
});
