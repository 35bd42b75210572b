/**
 * What a mapping file may say; mappings/README.md is its manual. Unknown keys are refused everywhere, so that nothing that a
 * mapping says is ignored. `send_verification_link`, which e-mails people, and `delete_all` have no place in it.
 */
import { z } from 'zod';
import { DIDIT_STATUSES } from '../model.js';
import { alternativesOf, namesWords } from './conditions.js';
import * as field from './field-schema.js';

const { text, path, paths, when } = field;

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

export const user = z.strictObject({
  vendor_data: field.id.describe('Your own id of the person; never invented'),
  full_name: field.textField.optional(),
  display_name: field.textField.optional(),
  date_of_birth: field.dateField.optional(),
  approved_emails: field.list.optional().describe('Only addresses that the former provider verified'),
  approved_phones: field.phones.optional().describe('Only numbers that the former provider verified'),
  issuing_states: field.countries.optional().describe('Countries that issued the documents'),
  email: field.email.optional().describe('Goes to metadata.contact, or to approved_emails where verified_when holds'),
  phone_number: field.phone.optional().describe('Goes to metadata.contact, or to approved_phones where verified_when holds'),
  country: field.country.optional().describe('Country of residence'),
  tags: field.list.optional(),
  metadata: z.record(metadataKey, field.textField).optional().describe('Keys of your choice'),
  metadata_json: field.object.optional().describe('An object, the text of one, or a list of pairs, merged into metadata'),
});

const rowCommon = {
  name: text.optional().describe('What the report calls the row'),
  final: z.boolean().optional().describe('A conclusive decision: unfinished newer records do not displace it'),
  reason: text.max(1000).optional().describe('Sent along with BLOCKED; for skip, what the report says'),
};
const outcome = [...DIDIT_STATUSES, 'skip', 'problem'] as const;
/** ACTIVE is missing: a decision that nobody thought of never makes a person ACTIVE. */
const leftOver = ['FLAGGED', 'BLOCKED', 'skip', 'problem'] as const;
export const rule = z.strictObject({
  when,
  // biome-ignore lint/suspicious/noThenProperty: a word of the mapping language; it holds a text, never a function
  then: z.enum(outcome),
  fraud: z.literal(true).optional(),
  fraud_when: when.optional(),
  ...rowCommon,
});
export const otherwise = z.strictObject({ otherwise: z.enum(leftOver), ...rowCommon });
export const always = z.strictObject({ always: z.literal('ACTIVE'), name: text.optional() });

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
      if ('when' in row && row.then === 'ACTIVE' && !everyWayNamesWords(row.when)) {
        problem(
          'A row that makes people ACTIVE has to name the word that says so; {missing}, {not} and {matches} are not enough',
          index,
        );
      }
      if ('always' in row && rows.length > 1)
        problem('{always: ACTIVE} has to be the only row: it makes everybody ACTIVE', index);
      if (!('always' in row) && ('when' in row ? row.then : row.otherwise) === 'skip' && row.reason === undefined) {
        problem('A row that skips needs a reason', index);
      }
    });
  });

function everyWayNamesWords(condition: When): boolean {
  return alternativesOf(condition).every((lines) => Object.values(lines).some(namesWords));
}

const RECORDS = /^(\$|[^\s.[\]{}"'=$]+(\.[^\s.[\]{}"'=$]+)*)$/;
const records = z.array(z.string().regex(RECORDS, 'Not the place of a list: $ or names joined by dots')).min(1);

const lookup = z.strictObject({
  on: z.union([path, paths]).describe('The field of a record that holds the key'),
  key: path.describe('The column or field of the second file that holds the same key'),
  records: records.optional().describe('JSON only: where the list is in the second file'),
  many: z.literal(true).optional().describe('Several rows may belong to a record: they are read as a list, NAME[].field'),
  optional: z.literal(true).optional().describe('The file may be left out, and a record without a row is no problem'),
});
const lookupName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'The name of a lookup is lower-case letters, digits and _');

const need = z.strictObject({
  any: paths.describe('At least one of these has to be in at least one record that is not skipped'),
  else: text.describe('What somebody has to do who hands over an export without: how to export again'),
  warn: z.literal(true).optional().describe('Only say so, and go on'),
});

export const skip = z.strictObject({ when, reason: text });

export const shape = z.strictObject({
  name: text,
  detect: z
    .array(z.union([path, when]))
    .min(1)
    .describe('A record has this shape if it has all of these fields; or conditions'),
  records: records.optional().describe('JSON only: where the list of records is, the first that is there; $ is the file itself'),
  provider_id: field.id.optional().describe('The former provider’s own id of the record or person'),
  provider_status: z.union([path, paths]).optional().describe('Where the former provider’s own word for its decision stands'),
  date: field.dateField.optional().describe('When the former provider decided; orders the records of one person'),
  needs: z.array(need).min(1).optional().describe('Fields without which an export is of no use'),
  skip: z.array(skip).optional().describe('Records that are not people to migrate'),
  user,
  status: statusTable.describe('The first row that applies decides'),
  faces: z.array(field.faceTemplate).min(1).optional().describe('Where the face is, in order of preference'),
});

const sentences = z.array(text).min(1);
/** For people who decide whether to trust the mapping; nothing of it changes what becomes of a record. */
const about = z.strictObject({
  checked: z.iso.date().describe('When somebody last compared it with what the provider publishes'),
  confidence: z.enum(['high', 'medium', 'low']).describe('How much of it is the provider’s own published word'),
  sources: sentences.describe('What was public'),
  assumed: sentences.optional().describe('What nobody has published'),
  lost: sentences.optional().describe('What the export has and Didit does not get'),
  export: sentences.optional().describe('How to export so that nothing needed is missing'),
  faces: sentences.optional().describe('How the images reach a folder, and under which names'),
});

export const mappingSchema = z.strictObject({
  provider: text.describe('The former provider, as written to metadata.previous_kyc'),
  description: text.optional(),
  about: about.optional().describe('Where the mapping comes from, and how sure it is'),
  null_markers: z.array(text).min(1).optional().describe('Words that stand for nothing in this export, spelled exactly so'),
  lookup: z.record(lookupName, lookup).optional().describe('Second files, joined by a key: --lookup NAME=FILE'),
  shapes: z.array(shape).min(1).describe('Tried in order; one export may hold several'),
});

export type MappingFile = z.infer<typeof mappingSchema>;
export type ShapeSpec = z.infer<typeof shape>;
export type UserSpec = z.infer<typeof user>;
export type StatusTable = z.infer<typeof statusTable>;
export type StatusRow = StatusTable[number];
export type LookupSpec = z.infer<typeof lookup>;
export type NeedSpec = z.infer<typeof need>;
export type When = z.infer<typeof when>;
export type Expected = Exclude<When, readonly unknown[]>[string];
export type FromSpec = string | string[];
export type SourceSpec = { readonly from: FromSpec } | { readonly template: FromSpec };
export type IdSpec = z.infer<typeof field.id>;
export type TextSpec = z.infer<typeof field.textField>;
export type TextSteps = Pick<Extract<TextSpec, { from: unknown }>, 'extract' | 'translate'>;
export type DateSpec = z.infer<typeof field.dateField>;
export type ListSpec = z.infer<typeof field.list>;
export type PhonesSpec = z.infer<typeof field.phones>;
/** What `email` and `phone_number` say. */
export type ContactSpec = z.infer<typeof field.email | typeof field.phone>;
export type ObjectSpec = z.infer<typeof field.object>;
