import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idProblems } from '../../src/mapping/id.js';
import { mappingOf, mapUser, outcome } from './mapping-of.js';

test.each([
  ['', ['id_missing']],
  ['x'.repeat(2001), ['id_too_long']],
  ['é'.repeat(1001), ['id_too_long']],
  ['a\ud800', ['id_not_text']],
  ['a\0b', ['id_not_text']],
  ['.', ['id_reserved']],
  ['..', ['id_reserved']],
  ['Create', ['id_reserved']],
  ['delete', ['id_reserved']],
  ['aml-monitoring', ['id_reserved']],
  ['a/b', ['id_slash']],
  ['6.5E+23', ['id_damaged']],
  ['4471.0', ['id_damaged']],
  ['#NAME?', ['id_damaged']],
  ['43831', []],
  ['12e5', []],
  ['x'.repeat(2000), []],
  ['...', []],
  ['🙂', []],
])('%j has the problems %j', (id, problems) => {
  expect(idProblems(id).map(({ code }) => code)).toEqual(problems);
});

test('several things may be wrong at once', () => {
  expect(idProblems(`/\udc00${'x'.repeat(2000)}`)).toEqual([
    { code: 'id_too_long', detail: { bytes: 2004 } },
    { code: 'id_not_text' },
    { code: 'id_slash' },
  ]);
});

test('an id without problems survives the way into an address and back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (id) => {
      fc.pre(idProblems(id).length === 0);
      const { pathname } = new URL(`/v3/users/${encodeURIComponent(id)}/`, 'https://example.com');
      expect(decodeURIComponent(pathname.split('/')[3] ?? '')).toBe(id);
      expect(pathname.split('/')).toHaveLength(5);
    }),
  );
});

test('the bytes of an id stay as they are, apart from blanks around it', () => {
  const decomposed = 'Zoë'.normalize('NFD');
  expect(mapUser('', { id: ` ${decomposed}\n` })).toMatchObject({ vendorData: decomposed, user: { vendor_data: decomposed } });
  expect(mapUser('', { id: 4471 })).toMatchObject({ vendorData: '4471' });
});

test('a number that has lost digits is no id', () => {
  expect(outcome(mapUser('', { id: 12345678901234567000 }))).toEqual([{ code: 'id_inexact', field: 'id' }]);
  expect(outcome(mapUser('', { id: ['p1'] }))).toEqual([{ code: 'value_not_text', field: 'id' }]);
});

test('a prefix goes where there is one', () => {
  const mapping = mappingOf(`
provider: acme
shapes:
  - {name: a, detect: [id], user: {vendor_data: {from: [own, id], strip_prefix: prod_}}, status: [{always: ACTIVE}]}
`);
  const idOf = (id: string) => mapping.map({ number: 1, fields: { id } });
  expect(idOf('prod_123')).toMatchObject({ kind: 'user', vendorData: '123' });
  expect(idOf('PROD_123')).toMatchObject({ kind: 'user', vendorData: 'PROD_123' });
  expect(idOf('prod_')).toMatchObject({ kind: 'invalid', problems: [{ code: 'id_missing', field: 'id' }] });
  expect(idOf('-')).toMatchObject({ kind: 'invalid', problems: [{ code: 'id_missing', field: 'own' }] });
});

test('an id may be taken out of a longer text, or put together', () => {
  const idOf = (spec: string, fields: Parameters<typeof mapUser>[1]) =>
    mappingOf(
      `{provider: acme, shapes: [{name: a, detect: [ref], user: {vendor_data: ${spec}}, status: [{always: ACTIVE}]}]}`,
    ).map({
      number: 1,
      fields,
    });
  expect(idOf("{from: ref, extract: '^R-(.+)-'}", { ref: 'R-17-2024' })).toMatchObject({ kind: 'user', vendorData: '17' });
  expect(idOf("{from: ref, extract: '^R-(.+)-'}", { ref: '17' })).toMatchObject({
    problems: [{ code: 'id_missing', field: 'ref' }],
  });
  expect(idOf("{template: '{tenant}:{ref}'}", { ref: 17, tenant: 'eu' })).toMatchObject({ kind: 'user', vendorData: 'eu:17' });
  expect(idOf("{template: '{tenant}:{ref}'}", { ref: 17 })).toMatchObject({ problems: [{ code: 'id_missing' }] });
});
