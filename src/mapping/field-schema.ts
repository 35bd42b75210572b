/** What the fields of a mapping file may say. */
import { z } from 'zod';
import { toAlpha2 } from './countries.js';
import { DATE_FORMATS, dateFormatProblem } from './date-format.js';
import { parsePath } from './paths.js';
import { patternProblem } from './patterns.js';
import { parseTemplate } from './template.js';
import { isNothing } from './values.js';

export const text = z.string().min(1);
export const path = z
  .string()
  .refine(
    (value) => parsePath(value) !== undefined,
    'Not a path: names joined by dots, [] for every element, [key=value]; a name with blanks or dots has quotes of its own, as in \'"Date of birth"\'',
  );
export const paths = z.array(path).min(1);
const from = z
  .union([path, paths])
  .describe('Where it stands in a record: a path, or several of which the first that finds something counts');

export const faceTemplate = z
  .string()
  .refine((value) => parseTemplate(value) !== undefined, 'Not a file name with a {path} in it');
const oneTemplate = z.string().refine((value) => parseTemplate(value) !== undefined, 'Not a text with a {path} in it');
const template = z
  .union([oneTemplate, z.array(oneTemplate).min(1)])
  .describe('A text with fields in braces; it counts only if all of them are there');

export const regex = text.superRefine((pattern, context) => {
  const problem = patternProblem(pattern);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: `Not a regular expression: ${problem}` });
});

/** One or several words of an export, as conditions compare them. */
const word = z
  .union([z.string(), z.number(), z.boolean()])
  .refine((value) => !isNothing(value), 'An empty value never matches: write {missing: true}');
const words = z.union([word, z.array(word).min(1)]);
const asked = z.union([
  words,
  z.strictObject({ missing: z.literal(true) }),
  z.strictObject({ present: z.literal(true) }),
  z.strictObject({ only: words }),
  z.strictObject({ matches: regex }),
]);
const alternative = z
  .record(path, z.union([asked, z.strictObject({ not: asked })]))
  .refine((conditions) => Object.keys(conditions).length > 0, 'At least one condition is needed');
export const when = z
  .union([alternative, z.array(alternative).min(1)])
  .describe('A condition: every line has to hold; of a list of conditions one is enough');

const steps = {
  extract: regex.optional().describe('A regular expression: its first group is taken, or all that it matches'),
  translate: z.record(text, text).optional().describe('Words and what they become; other words stay as they are'),
};
const splitting = { split: text.optional().describe('What separates the parts of a cell') };

/** A path, or a list of paths, is short for {from}. */
const idKeys = { strip_prefix: text.optional(), extract: steps.extract };
export const id = z.union([path, paths, z.strictObject({ from, ...idKeys }), z.strictObject({ template, ...idKeys })]);

export const textField = z.union([
  path,
  paths,
  z.strictObject({ from, ...steps }),
  z.strictObject({ template, ...steps }),
  z.strictObject({ first_group_of: z.array(paths).min(1).describe('The first group that has anything, joined by blanks') }),
  z.strictObject({ value: text.describe('Always this text') }),
]);

const dateFormat = text
  .superRefine((format, context) => {
    const problem = dateFormatProblem(format);
    if (problem === undefined) return;
    const named = DATE_FORMATS.join(', ');
    context.addIssue({ code: 'custom', message: `Not a form of dates (${named} or a pattern such as dd.MM.yyyy): ${problem}` });
  })
  .describe('iso, epoch-s, epoch-ms, spreadsheet, parts, or a pattern such as dd.MM.yyyy');
const date = z.union([dateFormat, z.array(dateFormat).min(1)]);
const left_out_when = when.optional().describe('Where this holds the date is no date: it was filled up, or stands for none');
export const dateField = z.union([
  path,
  paths,
  z.strictObject({ from, date, left_out_when }),
  z.strictObject({ template, date, left_out_when }),
]);

export const list = z.union([path, paths, z.strictObject({ from, ...splitting, ...steps })]);
const alpha3 = { country: z.literal('alpha-3').optional() };
export const country = z.union([path, paths, z.strictObject({ from, ...alpha3, ...steps })]);
export const countries = z.union([path, paths, z.strictObject({ from, ...alpha3, ...splitting, ...steps })]);

const region = z
  .union([
    z.string().refine((value) => toAlpha2(value) !== undefined, 'Not a country: write its code, or {from: path}'),
    z.strictObject({ from, ...steps }),
  ])
  .optional()
  .describe('The country of numbers that have no country code');
const verified = { verified_when: when.optional().describe('Where this holds it goes to approved_…, else to metadata.contact') };
export const phones = z.union([path, paths, z.strictObject({ from, region, ...splitting, ...steps })]);
export const email = z.union([path, paths, z.strictObject({ from, ...verified, ...steps })]);
export const phone = z.union([path, paths, z.strictObject({ from, region, ...verified, ...steps })]);

/** `key` and `value` name the two in a list of pairs. */
export const object = z.union([path, paths, z.strictObject({ from, key: path.optional(), value: path.optional() })]);
