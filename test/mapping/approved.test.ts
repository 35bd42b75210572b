import { expect, test } from 'vitest';
import { mapUser, outcome } from './mapping-of.js';

test('one field may hold both: verified where a condition says so, else contact data', () => {
  const lines = `approved_emails: other
email: {from: mail, verified_when: {mail_state: confirmed}}
phone_number: {from: phone, verified_when: {phone_ok: true}}`;
  const fields = { other: 'b@example.com', mail: 'a@example.com', phone: '+34600000001' };
  expect(outcome(mapUser(lines, { ...fields, mail_state: 'Confirmed', phone_ok: 'true' }))).toEqual({
    approved_emails: { 'b@example.com': true, 'a@example.com': true },
    approved_phones: { '+34600000001': true },
  });
  expect(outcome(mapUser(lines, fields))).toEqual({
    approved_emails: { 'b@example.com': true },
    metadata: { contact: { email: 'a@example.com', phone_number: '+34600000001' } },
  });
});

test('a verified contact has to be readable, an unverified one may be anything', () => {
  const lines = 'email: {from: mail, verified_when: {ok: yes}}';
  expect(outcome(mapUser(lines, { mail: 'nobody', ok: 'yes' }))).toEqual([{ code: 'email_unreadable', field: 'mail' }]);
  expect(outcome(mapUser(lines, { mail: 'nobody' }))).toEqual({ metadata: { contact: { email: 'nobody' } } });
});

test('numbers without a country code belong to the region that the mapping says', () => {
  const fields = { phone: '600 000 001', home: 'Spain' };
  expect(outcome(mapUser('approved_phones: {from: phone, region: ES}', fields))).toEqual({
    approved_phones: { '+34600000001': true },
  });
  const byField = 'phone_number: {from: phone, region: {from: home}}';
  expect(outcome(mapUser(byField, fields))).toEqual({ metadata: { contact: { phone_number: '+34600000001' } } });
  const translated = 'phone_number: {from: phone, region: {from: home, translate: {D: DE}}}';
  expect(outcome(mapUser(translated, { phone: '0171 2345678', home: 'D' }))).toEqual({
    metadata: { contact: { phone_number: '+491712345678' } },
  });
  expect(outcome(mapUser(byField, { ...fields, home: 'Atlantis' }))).toEqual({
    metadata: { contact: { phone_number: '600 000 001' } },
  });
  expect(outcome(mapUser('approved_phones: {from: phone, region: {from: home}}', { phone: '600 000 001' }))).toEqual([
    { code: 'phone_unreadable', field: 'phone' },
  ]);
});
