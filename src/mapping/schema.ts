/**
 * What a mapping file may say; mappings/README.md is its manual. Unknown keys are refused everywhere, so that nothing that a
 * mapping says is ignored. `send_verification_link`, which e-mails people, and `delete_all` have no place in it.
 */
import { z } from 'zod';
import { DIDIT_STATUSES } from '../model.js';
import { DATE_FORMATS } from './dates.js';
import { parseTemplate } from './faces.js';
import { parsePath } from './paths.js';
import { isNothing } from './values.js';

const text = z.string().min(1);
const path = z
  .string()
  .refine(
    (value) => parsePath(value) !== undefined,
    'Not a path: names joined by dots, [] for every element, [key=value], quotes round odd names',
  );
const from = z.union([path, z.array(path).min(1)]);
const splitting = { split: text.optional() };

const idSpec = z.union([path, z.strictObject({ from, strip_prefix: text.optional() })]);
const textSpec = z.union([
  path,
  z.strictObject({ from }),
  z.strictObject({ first_group_of: z.array(z.array(path).min(1)).min(1) }),
  z.strictObject({ value: text }),
]);
const dateSpec = z.union([path, z.strictObject({ from, date: z.enum(DATE_FORMATS) })]);
const listSpec = z.union([path, z.strictObject({ from, ...splitting })]);
const countrySpec = z.union([path, z.strictObject({ from, country: z.literal('alpha-3') })]);
const countriesSpec = z.union([path, z.strictObject({ from, country: z.literal('alpha-3').optional(), ...splitting })]);
const objectSpec = z.union([path, z.strictObject({ from })]);

/** Keys of `metadata` that come about in another way. */
const TAKEN = {
  migration: 'didit-migrate keeps it for itself',
  previous_kyc: 'it is written from provider, provider_id, status and date',
  contact: 'use the fields email and phone_number',
  address: 'use the field country',
  tags: 'use the field tags',
} as const;
const metadataKey = text.refine((key) => !Object.hasOwn(TAKEN, key), {
  error: ({ input }) => `Not here: ${Object.entries(TAKEN).find(([key]) => key === input)?.[1]}`,
});

const word = z
  .union([z.string(), z.number(), z.boolean()])
  .refine((value) => !isNothing(value), 'An empty value never matches: write {missing: true}');
const wanted = z.union([word, z.array(word).min(1), z.strictObject({ missing: z.literal(true) })]);
const expected = z.union([wanted, z.strictObject({ not: wanted })]);
const when = z
  .record(path, expected)
  .refine((conditions) => Object.keys(conditions).length > 0, 'At least one condition is needed');

const rowCommon = { name: text.optional(), final: z.boolean().optional(), reason: text.max(1000).optional() };
const outcome = [...DIDIT_STATUSES, 'skip', 'problem'] as const;
/** ACTIVE is missing: a decision that nobody thought of never makes a person ACTIVE. */
const leftOver = ['FLAGGED', 'BLOCKED', 'skip', 'problem'] as const;
const rule = z.strictObject({
  when,
  // biome-ignore lint/suspicious/noThenProperty: a word of the mapping language; it holds a text, never a function
  then: z.enum(outcome),
  fraud: z.literal(true).optional(),
  fraud_when: when.optional(),
  ...rowCommon,
});
const otherwise = z.strictObject({ otherwise: z.enum(leftOver), ...rowCommon });
const always = z.strictObject({ always: z.literal('ACTIVE'), name: text.optional() });

/** Words that have to be there, rather than something that has to be absent. */
const isWord = (value: Expected) => typeof value !== 'object' || Array.isArray(value);

const statusTable = z
  .array(z.union([rule, otherwise, always]))
  .min(1)
  .superRefine((rows, context) => {
    const problem = (message: string, index: number) => context.addIssue({ code: 'custom', message, path: [index] });
    const last = rows.at(-1);
    if (last !== undefined && 'when' in last) {
      problem('The table has to end with {otherwise: problem}, skip, FLAGGED or BLOCKED', rows.length - 1);
    }
    rows.forEach((row, index) => {
      if ('otherwise' in row && index < rows.length - 1) problem('otherwise has to be the last row', index);
      if ('when' in row && row.then === 'ACTIVE' && !Object.values(row.when).some(isWord)) {
        problem('A row that makes people ACTIVE has to name the word that says so; {missing} and {not} are not enough', index);
      }
      if ('always' in row && rows.length > 1)
        problem('{always: ACTIVE} has to be the only row: it makes everybody ACTIVE', index);
      if (!('always' in row) && ('when' in row ? row.then : row.otherwise) === 'skip' && row.reason === undefined) {
        problem('A row that skips needs a reason', index);
      }
    });
  });

const user = z.strictObject({
  vendor_data: idSpec,
  full_name: textSpec.optional(),
  display_name: textSpec.optional(),
  date_of_birth: dateSpec.optional(),
  approved_emails: listSpec.optional(),
  approved_phones: listSpec.optional(),
  issuing_states: countriesSpec.optional(),
  email: textSpec.optional(),
  phone_number: textSpec.optional(),
  country: countrySpec.optional(),
  tags: listSpec.optional(),
  metadata: z.record(metadataKey, textSpec).optional(),
  metadata_json: objectSpec.optional(),
});

const shape = z.strictObject({
  name: text,
  detect: z.array(path).min(1),
  records: z
    .array(z.string().regex(/^(\$|[^\s.[\]{}"'=$]+(\.[^\s.[\]{}"'=$]+)*)$/, 'Not the place of a list: $ or names joined by dots'))
    .min(1)
    .optional(),
  provider_id: idSpec.optional(),
  date: dateSpec.optional(),
  skip: z.array(z.strictObject({ when, reason: text })).optional(),
  user,
  status: statusTable,
  faces: z
    .array(z.string().refine((value) => parseTemplate(value) !== undefined, 'Not a file name with a {path} in it'))
    .min(1)
    .optional(),
});

export const mappingSchema = z.strictObject({ provider: text, description: text.optional(), shapes: z.array(shape).min(1) });

export type MappingFile = z.infer<typeof mappingSchema>;
export type ShapeSpec = z.infer<typeof shape>;
export type UserSpec = z.infer<typeof user>;
export type StatusTable = z.infer<typeof statusTable>;
export type StatusRow = StatusTable[number];
export type When = z.infer<typeof when>;
export type Expected = z.infer<typeof expected>;
export type FromSpec = z.infer<typeof from>;
export type IdSpec = z.infer<typeof idSpec>;
export type TextSpec = z.infer<typeof textSpec>;
export type DateSpec = z.infer<typeof dateSpec>;
export type ListSpec = z.infer<typeof listSpec>;
export type ObjectSpec = z.infer<typeof objectSpec>;
