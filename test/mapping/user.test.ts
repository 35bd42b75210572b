import { expect, test } from 'vitest';
import { mapUser, outcome } from './mapping-of.js';

test('names are trimmed and composed', () => {
  expect(outcome(mapUser('full_name: name', { name: ` ${'Zoë Sämple'.normalize('NFD')} ` }))).toEqual({
    full_name: 'Zoë Sämple',
  });
});

test('a name may have 512 characters, and an emoji is one', () => {
  expect(outcome(mapUser('display_name: name', { name: '🙂'.repeat(512) }))).toEqual({ display_name: '🙂'.repeat(512) });
  expect(outcome(mapUser('full_name: name', { name: 'x'.repeat(513) }))).toEqual([{ code: 'name_too_long', field: 'name' }]);
});

test('verified contacts and issuing countries become the objects that Didit documents', () => {
  const lines = "approved_emails: mail\napproved_phones: {from: phone, split: ;}\nissuing_states: 'docs[].country'";
  const fields = {
    mail: 'a@example.com',
    phone: '+34 600 000 001;+34600000001',
    docs: [{ country: 'es' }, { country: 'France' }],
  };
  expect(outcome(mapUser(lines, fields))).toEqual({
    approved_emails: { 'a@example.com': true },
    approved_phones: { '+34600000001': true },
    issuing_states: { ESP: 1, FRA: 1 },
  });
});

test('every unreadable value is a problem, not only the first', () => {
  const lines = 'date_of_birth: born\napproved_emails: mail\napproved_phones: phone\nissuing_states: states\ncountry: home';
  const fields = { born: '1990-02-30', mail: 'nobody', phone: '600', states: ['ES', 'Atlantis'], home: '??', status: 'odd' };
  const mapped = mapUser(lines, fields);
  expect(mapped.kind === 'invalid' && mapped.problems.map((problem) => [problem.code, problem.field])).toEqual([
    ['status_unknown', 'status'],
    ['date_unreadable', 'born'],
    ['email_unreadable', 'mail'],
    ['phone_unreadable', 'phone'],
    ['country_unknown', 'states'],
    ['country_unknown', 'home'],
  ]);
});
