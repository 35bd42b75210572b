import { expect, test } from 'vitest';
import { mapUser, outcome } from './mapping-of.js';

test('unverified contact data is normalised where it can be and kept as it is otherwise', () => {
  const lines = 'email: mail\nphone_number: phone\ncountry: home';
  expect(outcome(mapUser(lines, { mail: 'a@example.com', phone: '+34 600 000 001', home: 'es' }))).toEqual({
    metadata: { contact: { email: 'a@example.com', phone_number: '+34600000001' }, address: { country: 'ESP' } },
  });
  expect(outcome(mapUser(lines, { mail: 'nobody', phone: '600 00' }))).toEqual({
    metadata: { contact: { email: 'nobody', phone_number: '600 00' } },
  });
});

test('entries keep their type, and several finds become a list', () => {
  const lines = "metadata: {tries: n, docs: 'list[].type', flag: on, from: {value: acme}, none: missing, deep: tree}";
  const fields = { n: 3, list: [{ type: 'ID' }, { type: 'PASSPORT' }], on: false, tree: { a: [1] } };
  expect(outcome(mapUser(lines, fields))).toEqual({
    metadata: { tries: 3, docs: ['ID', 'PASSPORT'], flag: false, from: 'acme', deep: { a: [1] } },
  });
});

test('what the mapping names goes before what the export’s own JSON says', () => {
  const lines = 'metadata_json: json\nmetadata: {plan: plan}\nemail: mail\ntags: tags';
  const json = { plan: 'old', tags: ['old'], contact: { email: 'old', language: 'fr' }, extra: 1 };
  expect(outcome(mapUser(lines, { json, plan: 'new', tags: ['new'], mail: 'new@example.com' }))).toEqual({
    metadata: { plan: 'new', tags: ['new'], contact: { email: 'new@example.com', language: 'fr' }, extra: 1 },
  });
});
