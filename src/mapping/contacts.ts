import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { toAlpha2 } from './countries.js';
import { compilePlainNumber } from './plain-number.js';

/** What `toE164` does, without asking the library about numbers that are E.164 already. */
export function compileE164(): typeof toE164 {
  const isPlain = compilePlainNumber();
  return (text, country) => (isPlain(text) ? text : toE164(text, country));
}

/**
 * E.164, or undefined where the text is not one number: a country code is never guessed.
 * @param country any way to write the country of a number without a country code
 */
export function toE164(text: string, country?: string): string | undefined {
  const region = country === undefined ? undefined : regionOf(country);
  const number = parsePhoneNumberFromString(text, { extract: false, ...(region !== undefined && { defaultCountry: region }) });
  return number?.isPossible() === true ? number.number : undefined;
}

function regionOf(country: string): CountryCode | undefined {
  const alpha2 = toAlpha2(country) ?? '';
  return isSupportedCountry(alpha2) ? alpha2 : undefined;
}

/** The address itself if it looks like one: something, an @, and a name with a dot; at most 254 characters, as SMTP has it. */
export function toEmail(text: string): string | undefined {
  return text.length <= 254 && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text) ? text : undefined;
}
