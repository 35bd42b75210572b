import { z } from 'zod';
import { FORMATS } from '../read/index.js';
import { DATE_ORDERS } from './date-form.js';
import { ROLES } from './header-words.js';
import type { Inspection } from './inspection.js';
import { SHAPES } from './shape.js';

const count = z.int().nonnegative();
const words = z.array(z.tuple([z.string(), count]));

const inspectedExport = z.strictObject({
  file: z.string(),
  format: z.enum(FORMATS),
  delimiter: z.string().nullable(),
  records_at: z.string().nullable(),
  encodings: z.array(z.strictObject({ name: z.string(), guessed: z.boolean() })),
  files: count,
  passed_over: count,
  looked: count,
  records: count.nullable(),
  counted: z.boolean(),
  whole: z.boolean(),
  broken: z.string().exactOptional(),
});

const dates = z.strictObject({
  order: z.enum(DATE_ORDERS),
  count,
  patterns: z.array(z.string()),
  either: z.tuple([z.string(), z.string()]).exactOptional(),
  partly: z.strictObject({ patterns: z.array(z.string()), unclear: count }).exactOptional(),
});

const inspectedField = z.strictObject({
  path: z.string(),
  role: z.enum(ROLES).nullable(),
  filled: count,
  values: count,
  shapes: z.array(z.tuple([z.enum(SHAPES), count])),
  dates: dates.nullable(),
  examples: z.array(z.string()),
  words: words.nullable(),
});

const shapeFit = z.strictObject({
  mapping: z.string(),
  shape: z.string(),
  detect: z.array(z.strictObject({ asks: z.string(), records: count })),
  records: count,
});

const finding = z.strictObject({
  code: z.string(),
  field: z.string().exactOptional(),
  count: z.int().positive(),
  records: z.array(z.int().positive()).exactOptional(),
  says: z.string(),
  help: z.string(),
});

/** What `inspect --json` prints; see the type for what each of it means. */
export const inspectionSchema: z.ZodType<Inspection> = z.strictObject({
  schema: z.literal('didit-migrate/inspection'),
  version: z.literal(1),
  exports: z.array(inspectedExport),
  looked: count,
  readable: count,
  records: count.nullable(),
  counted: z.boolean(),
  whole: z.boolean(),
  fields: z.array(inspectedField),
  more_fields: z.boolean(),
  mapping: z.strictObject({ fits: z.string().nullable(), shapes: z.array(shapeFit), looked: count }),
  left_behind: z.array(z.strictObject({ path: z.string(), filled: count })),
  decisions: z.array(z.strictObject({ path: z.string(), words })),
  findings: z.array(finding),
});
