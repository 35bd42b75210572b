import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../src/model.js';
import { isDamaged, mayShowDamage } from '../../src/read/damaged-text.js';

test.each<[string, { [key: string]: Json }, boolean]>([
  ['a value', { name: 'M\ufffdller' }, true],
  ['a key', { 'Pr\ufffdfung': 'ok' }, true],
  ['a value deep inside', { a: [null, { b: [[1, true, 'x\ufffd']] }] }, true],
  ['a key deep inside', { a: [{ 'b\ufffd': null }] }, true],
  ['nothing', { name: 'Müller', list: [null, 1, false, {}], ['__proto__']: 'x' }, false],
])('� in %s', (_, fields, damaged) => {
  expect(isDamaged(fields)).toBe(damaged);
});

test('is found however deep it lies', () => {
  let deep: Json = '\ufffd';
  for (let level = 0; level < 200_000; level += 1) deep = [deep];
  expect(isDamaged({ deep })).toBe(true);
});

test.each<[string, string[], boolean]>([
  ['as it is', ['id\n1', ',M\ufffdller\n'], true],
  ['as an escape', [String.raw`{"a":"\uFFFD"}`], true],
  ['as an escape that is cut', ['{"a":"\\', 'uFFFD"}'], true],
  ['in a form', ['a=1&b=%EF%BF%BD'], true],
  ['nowhere', ['id\n1,Müller, “Þór”\n', '{"a":"\\"b\\""}'], false],
])('a file may have � in it: %s', (_, chunks, may) => {
  expect(chunks.some((chunk) => mayShowDamage(Buffer.from(chunk)))).toBe(may);
});

test('is found exactly where the record written as JSON shows it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', 'é', '\ufffd') });
  const value = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(text, fc.constant(null), fc.nat(), fc.array(tie('value')), fc.dictionary(text, tie('value'))),
  })).value;
  fc.assert(
    fc.property(fc.dictionary(text, value), (fields) => {
      expect(isDamaged(fields)).toBe(JSON.stringify(fields).includes('\ufffd'));
    }),
  );
});
