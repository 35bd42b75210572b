import countries from 'i18n-iso-countries';
import { z } from 'zod';
import { dictionary } from './dictionary.js';
import { anything, as, bodyOf, type Field, listOf, objectOf, only, optional, orNull, that } from './field.js';
import { STATUSES } from './user.js';
import { MAX_VENDOR_DATA_BYTES, normalise } from './vendor-data.js';

/** The bodies that "Create user", "Update user", "Update user status", "Delete users" and "Upload face" take. Unknown fields are ignored. */

const MAX_NAME = 512;
const MAX_REASON = 1000;

const text = only((given) => typeof given === 'string', 'Not a valid string.');
const trueOrFalse = only((given) => typeof given === 'boolean', 'Must be a valid boolean.');
const integer = only((given): given is number => Number.isSafeInteger(given), 'A valid integer is required.');
const count = that(integer, (value) => value >= 0, 'Ensure this value is greater than or equal to 0.');
const date = only(
  (given): given is string => typeof given === 'string' && z.regexes.date.test(given),
  'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.',
);

/** Counted in code points, as JSON Schema's maxLength is, of which there are never more than UTF-16 units. */
function textUpTo(max: number) {
  const fits = (value: string) => value.length <= max || [...value].length <= max;
  return that(text, fits, `Ensure this field has no more than ${max} characters.`);
}

function oneOf<const V extends string>(values: readonly V[]) {
  const sentence = `Not a valid choice. Use one of: ${values.join(', ')}.`;
  return only((given): given is V => values.some((value) => value === given), sentence);
}

/** Null empties the object, as null clears a field of text. */
function orEmpty<T>(object: Field<Record<string, T>>) {
  return optional(as(orNull(object), (given): Record<string, T> => given ?? dictionary()));
}

const vendorData = that(
  that(text, (value) => normalise(value) !== '', 'This field may not be blank.'),
  (value) => Buffer.byteLength(value) <= MAX_VENDOR_DATA_BYTES,
  `Ensure this field has no more than ${MAX_VENDOR_DATA_BYTES} bytes.`,
);

const country = as(
  that(text, (code) => /^[A-Za-z]{2,3}$/.test(code) && countries.isValid(code), 'Not an ISO 3166-1 alpha-2 or alpha-3 code.'),
  (code) => code.toUpperCase(),
);

const countByState = that(
  objectOf(count),
  (states) => Object.keys(states).every((code) => /^[A-Z]{3}$/.test(code) && countries.alpha3ToAlpha2(code) !== undefined),
  'Every key must be an ISO 3166-1 alpha-3 code.',
);

const textOrNull = optional(orNull(text));

const profile = {
  full_name: optional(orNull(textUpTo(MAX_NAME))),
  display_name: textOrNull,
  date_of_birth: optional(orNull(date)),
  status: optional(oneOf(STATUSES)),
  metadata: orEmpty(objectOf(anything)),
  approved_emails: orEmpty(objectOf(trueOrFalse)),
  approved_phones: orEmpty(objectOf(trueOrFalse)),
  issuing_states: orEmpty(countByState),
};

export const createBody = bodyOf({
  vendor_data: vendorData,
  ...profile,
  first_name: textOrNull,
  last_name: textOrNull,
  email: textOrNull,
  phone_number: textOrNull,
  country: optional(orNull(country)),
  send_verification_link: optional(trueOrFalse),
  workflow_id: textOrNull,
  language: textOrNull,
});
export type CreateBody = ReturnType<typeof createBody>;

const reason = optional(orNull(textUpTo(MAX_REASON)));

export const updateBody = bodyOf({ ...profile, reason });

export const statusBody = bodyOf({ status: oneOf(STATUSES), reason });

const ids = optional(listOf(text));
export const deleteBody = bodyOf({ vendor_data_list: ids, vendor_data: ids, delete_all: optional(trueOrFalse) });

export const faceBody = bodyOf({ image: text, comment: textOrNull });
