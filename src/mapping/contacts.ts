import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** E.164, or undefined where the text is not one international number: a missing country code is never guessed. */
export function toE164(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text, { extract: false });
  return number?.isPossible() === true ? number.number : undefined;
}

/** The address itself if it looks like one: something, an @, and a name with a dot; at most 254 characters, as SMTP has it. */
export function toEmail(text: string): string | undefined {
  return text.length <= 254 && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text) ? text : undefined;
}
