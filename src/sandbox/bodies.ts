import countries from 'i18n-iso-countries';
import { z } from 'zod';
import { invalid, Refusal } from './answer.js';
import { STATUSES } from './user.js';
import { MAX_VENDOR_DATA_BYTES, normalise } from './vendor-data.js';

/** The bodies that "Create user", "Update user", "Update user status", "Delete users" and "Upload face" take. Unknown fields are ignored. */

const MAX_NAME = 512;
const MAX_REASON = 1000;

/** The sentence for a value of the wrong type; a value that is missing or null has its own. */
function says(sentence: string) {
  return {
    error: ({ input }: { input?: unknown }) =>
      input === undefined ? 'This field is required.' : input === null ? 'This field may not be null.' : sentence,
  };
}

const text = z.string(says('Not a valid string.'));
const trueOrFalse = z.boolean(says('Must be a valid boolean.'));
const count = z.int(says('A valid integer is required.')).min(0, 'Ensure this value is greater than or equal to 0.');

/** Counted in code points, as JSON Schema's maxLength is. */
function textUpTo(max: number) {
  return text.refine((value) => [...value].length <= max, `Ensure this field has no more than ${max} characters.`);
}

function oneOf<const V extends readonly [string, ...string[]]>(values: V) {
  return z.enum(values, says(`Not a valid choice. Use one of: ${values.join(', ')}.`));
}

function objectOf<V extends z.ZodType>(value: V) {
  return z.record(z.string(), value, says('Expected an object.'));
}

/** Null empties the object, as null clears a field of text. */
function orEmpty<V extends z.ZodType<Record<string, unknown>>>(object: V) {
  return object
    .nullable()
    .transform((given): z.infer<V> | Record<string, never> => given ?? {})
    .optional();
}

const vendorData = text
  .refine((value) => normalise(value) !== '', 'This field may not be blank.')
  .refine(
    (value) => Buffer.byteLength(value) <= MAX_VENDOR_DATA_BYTES,
    `Ensure this field has no more than ${MAX_VENDOR_DATA_BYTES} bytes.`,
  );

const country = text
  .refine((code) => /^[A-Za-z]{2,3}$/.test(code) && countries.isValid(code), 'Not an ISO 3166-1 alpha-2 or alpha-3 code.')
  .toUpperCase();

const countByState = objectOf(count).refine(
  (states) => Object.keys(states).every((code) => /^[A-Z]{3}$/.test(code) && countries.alpha3ToAlpha2(code) !== undefined),
  'Every key must be an ISO 3166-1 alpha-3 code.',
);

const profile = {
  full_name: textUpTo(MAX_NAME).nullable().optional(),
  display_name: text.nullable().optional(),
  date_of_birth: z.iso.date(says('Date has wrong format. Use one of these formats instead: YYYY-MM-DD.')).nullable().optional(),
  status: oneOf(STATUSES).optional(),
  metadata: orEmpty(objectOf(z.unknown())),
  approved_emails: orEmpty(objectOf(trueOrFalse)),
  approved_phones: orEmpty(objectOf(trueOrFalse)),
  issuing_states: orEmpty(countByState),
};

export const createBody = z.object({
  vendor_data: vendorData,
  ...profile,
  first_name: text.nullish(),
  last_name: text.nullish(),
  email: text.nullish(),
  phone_number: text.nullish(),
  country: country.nullish(),
  send_verification_link: trueOrFalse.optional(),
  workflow_id: text.nullish(),
  language: text.nullish(),
});
export type CreateBody = z.infer<typeof createBody>;

export const updateBody = z.object({
  ...profile,
  reason: textUpTo(MAX_REASON).nullish(),
});

export const statusBody = z.object({
  status: oneOf(STATUSES),
  reason: textUpTo(MAX_REASON).nullish(),
});

const ids = z.array(text, says('Expected a list of items.')).optional();
export const deleteBody = z.object({
  vendor_data_list: ids,
  vendor_data: ids,
  delete_all: trueOrFalse.optional(),
});

export const faceBody = z.object({ image: text, comment: text.nullish() });

/** @throws Refusal (400) keyed by the fields to blame, every one of them. */
export function parseBody<S extends z.ZodObject>(schema: S, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const { formErrors, fieldErrors } = z.flattenError(parsed.error);
  throw new Refusal(
    formErrors.length > 0 ? invalid({ non_field_errors: ['Expected an object.'] }) : { status: 400, body: fieldErrors },
  );
}
