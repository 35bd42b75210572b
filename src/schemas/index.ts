/** What `--json` prints, as JSON Schemas: the files beside this one are their texts, and go with the package. */
import { z } from 'zod';
import { CHECK_RESULTS, CHECKS, learntSchema } from '../doctor/index.js';
import { progressSchema } from '../progress/index.js';
import { summarySchema } from '../report/index.js';

const doctorSchema = z.strictObject({
  schema: z.literal('didit-migrate/doctor'),
  version: z.literal(1),
  target: z.string(),
  checks: z.array(
    z.strictObject({ check: z.enum(CHECKS), result: z.enum(CHECK_RESULTS), says: z.string(), to_do: z.string().optional() }),
  ),
  learnt: learntSchema.nullable(),
  exit_code: z.union([z.literal(0), z.literal(1), z.literal(2)]),
});

const DESCRIPTIONS = {
  summary: [
    summarySchema,
    'summary.json, and what run, report, status and validate print with --json; status and validate add to it',
  ],
  progress: [progressSchema, 'A line of status --watch --json, and an event of the library'],
  doctor: [doctorSchema, 'What doctor --json prints'],
} as const;

export type SchemaName = keyof typeof DESCRIPTIONS;
export const SCHEMA_NAMES: readonly SchemaName[] = ['summary', 'progress', 'doctor'];

export function publishedSchema(name: SchemaName): z.core.JSONSchema.BaseSchema {
  const [schema, description] = DESCRIPTIONS[name];
  return z.toJSONSchema(schema.meta({ title: `didit-migrate ${name}`, description }), { io: 'output', reused: 'ref' });
}
