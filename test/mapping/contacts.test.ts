import { expect, test } from 'vitest';
import { toE164, toEmail } from '../../src/mapping/contacts.js';

test.each([
  ['+34 600 000 001', '+34600000001'],
  ['+44 (0)20 7946 0958', '+442079460958'],
  ['+1-202-555-0143', '+12025550143'],
])('%s is the number %s', (text, number) => {
  expect(toE164(text)).toBe(number);
});

test.each(['600000001', '34600000001', 'call +34600000001', '+34', '+999123456789', ''])(
  '%j is not one international number',
  (text) => {
    expect(toE164(text)).toBeUndefined();
  },
);

test('a number without a country code is read by the country that is named with it', () => {
  expect(toE164('600 000 001', 'ESP')).toBe('+34600000001');
  expect(toE164('(020) 7946 0958', 'UK')).toBe('+442079460958');
  expect(toE164('+34600000001', 'DE')).toBe('+34600000001');
  expect(toE164('600000001', 'Atlantis')).toBeUndefined();
});

test('an e-mail address is kept as it is written', () => {
  expect(toEmail('Testa.Sample+kyc@Mail.Example.com')).toBe('Testa.Sample+kyc@Mail.Example.com');
});

test.each(['', 'a@b', '@example.com', 'a@example.', 'a b@example.com', 'a@@example.com', `${'a'.repeat(250)}@example.com`])(
  '%j is no e-mail address',
  (text) => {
    expect(toEmail(text)).toBeUndefined();
  },
);
