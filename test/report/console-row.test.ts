import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, User } from '../../src/model.js';
import { CONSOLE_COLUMNS, consoleRow } from '../../src/report/console-row.js';

function cellsOf(user: Partial<User>): Record<string, string> {
  const { cells } = consoleRow({ vendor_data: 'p1', metadata: {}, ...user }, 'ACTIVE');
  return Object.fromEntries(CONSOLE_COLUMNS.map((column, index) => [column, cells[index] ?? '']));
}

test('a person as the template has it; what has a column is not in the metadata again', () => {
  const user: User = {
    vendor_data: 'p1',
    full_name: 'Testa Sample',
    date_of_birth: '1990-04-12',
    issuing_states: { ESP: 1 },
    metadata: {
      plan: 'pro',
      tags: ['vip', 'early bird'],
      contact: { email: 'testa@example.com', phone_number: '+34600000001', language: 'es' },
      address: { country: 'ESP' },
    },
  };
  const { cells, lost } = consoleRow(user, 'BLOCKED', 'Refused');
  expect(cells).toEqual([
    'p1',
    '',
    'Testa Sample',
    'testa@example.com',
    '+34600000001',
    'ESP',
    'BLOCKED',
    'vip,early bird',
    '{"plan":"pro","contact":{"language":"es"}}',
  ]);
  expect(lost).toEqual(['birth_dates', 'issuing_states', 'block_reasons']);
});

test('a verified address goes before another one, which stays in the metadata', () => {
  const { lost } = consoleRow({ vendor_data: 'p1', approved_phones: { '+34600000001': true }, metadata: {} }, 'ACTIVE');
  expect(lost).toEqual(['verified_marks']);
  expect(
    cellsOf({ approved_emails: { 'a@example.com': true }, metadata: { contact: { email: 'b@example.com' } } }),
  ).toMatchObject({ email: 'a@example.com', metadata_json: '{"contact":{"email":"b@example.com"}}' });
});

test('a tag with a comma would fall apart: then all tags stay in the metadata', () => {
  expect(cellsOf({ metadata: { tags: ['a', 'b,c'] } })).toMatchObject({ tags: '', metadata_json: '{"tags":["a","b,c"]}' });
});

test('a phone number keeps its plus: the file is for Didit, not for a spreadsheet', () => {
  expect(cellsOf({ approved_phones: { '+34600000001': true } })['phone']).toBe('+34600000001');
});

test('whatever the metadata are, columns and metadata_json together hold all of them', () => {
  const text = fc.string({ minLength: 1 }).filter((value) => !value.includes(','));
  const metadata = fc.record(
    {
      plan: fc.jsonValue(),
      tags: fc.oneof(fc.array(text, { minLength: 1 }), fc.jsonValue()),
      contact: fc.record({ email: text, phone_number: text, other: fc.jsonValue() }, { requiredKeys: ['other'] }),
      address: fc.record({ country: text, other: fc.jsonValue() }, { requiredKeys: ['other'] }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(metadata, (drawn) => {
      const given: JsonObject = JSON.parse(JSON.stringify(drawn));
      const { email, phone, country, tags, metadata_json = '' } = cellsOf({ metadata: given });
      const left: JsonObject = metadata_json === '' ? {} : JSON.parse(metadata_json);
      const filled = (entries: Record<string, string | undefined>) =>
        Object.fromEntries(Object.entries(entries).filter(([, v]) => v));
      const again = {
        ...left,
        ...(given['contact'] && { contact: { ...Object(left['contact']), ...filled({ email, phone_number: phone }) } }),
        ...(given['address'] && { address: { ...Object(left['address']), ...filled({ country }) } }),
        ...(tags && { tags: tags.split(',') }),
      };
      expect(again).toEqual(given);
    }),
  );
});
