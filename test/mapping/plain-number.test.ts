import fc from 'fast-check';
import { getCountries, getCountryCallingCode, Metadata } from 'libphonenumber-js';
import { expect, test } from 'vitest';
import { toE164 } from '../../src/mapping/contacts.js';
import { compilePlainNumber } from '../../src/mapping/plain-number.js';

const isPlain = compilePlainNumber();

test.each(['+34600000001', '+12025550143', '+442079460958', '+393123456789'])('%s needs no library', (text) => {
  expect(isPlain(text)).toBe(true);
});

test.each([
  ['+34 600 000 001', 'it is written with blanks'],
  ['+3460000001', 'it is too short'],
  ['+4402079460958', 'a national prefix may have to go'],
  ['+999123456789', 'nobody has that calling code'],
  ['34600000001', 'it says no calling code'],
  ['', 'there is nothing'],
])('the library is asked about %j: %s', (text) => {
  expect(isPlain(text)).toBe(false);
});

test('law: what passes for plain is what the library gives back as it is, for all calling codes', () => {
  const country = fc.constantFrom(...getCountries());
  const numbers = country.chain((code) => {
    const metadata = new Metadata();
    metadata.selectNumberingPlan(code);
    const lengths = metadata.numberingPlan?.possibleLengths() ?? [];
    const digits = fc.constantFrom(...lengths).chain((length) => fc.stringMatching(new RegExp(`^\\d{${length}}$`)));
    return digits.map((national) => `+${getCountryCallingCode(code)}${national}`);
  });
  const others = fc.stringMatching(/^\+\d{1,18}$/);
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: numbers }, others), (text) => {
      if (isPlain(text)) expect(toE164(text)).toBe(text);
    }),
    { numRuns: 5000 },
  );
});
