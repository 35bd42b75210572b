/** What `--json` prints, as JSON Schemas: the files beside this one are their texts, and go with the package. */
import { z } from 'zod';
import { doctorSchema } from '../doctor/index.js';
import { inspectionSchema } from '../inspect/index.js';
import { mappingListSchema, shownMappingSchema } from '../mapping/index.js';
import { sampleTestSchema } from '../migration/index.js';
import { progressSchema, runNowSchema } from '../progress/index.js';
import {
  conversionSchema,
  purgeSchema,
  rollbackSchema,
  summarySchema,
  validationSchema,
  verificationSchema,
} from '../report/index.js';
import { addressSchema } from '../sandbox/index.js';

interface Published {
  readonly printed: z.ZodType;
  readonly description: string;
}

/** By the name of the file, which is what `schema` says in what is printed; validate, convert and status add to the summary and say that. */
export const PUBLISHED = {
  inspection: { printed: inspectionSchema, description: 'What inspect --json prints' },
  validate: { printed: validationSchema, description: 'What validate --json prints: the summary, and what else it was given' },
  convert: { printed: conversionSchema, description: 'What convert --json prints: the summary, and what the file cannot carry' },
  doctor: { printed: doctorSchema, description: 'What doctor --json prints' },
  summary: { printed: summarySchema, description: 'summary.json, and what run and report print with --json' },
  status: {
    printed: summarySchema.extend({ runs: z.array(runNowSchema), command: z.string().nullable() }),
    description: 'What status --json prints: the summary, and the run that goes on; the last line of status --watch --json',
  },
  progress: { printed: progressSchema, description: 'A line of status --watch --json, and an event of the library' },
  verification: { printed: verificationSchema, description: 'What verify --json prints' },
  rollback: { printed: rollbackSchema, description: 'What rollback --json prints' },
  purge: { printed: purgeSchema, description: 'What purge --json prints' },
  mappings: { printed: mappingListSchema, description: 'What mappings list --json prints' },
  mapping: { printed: shownMappingSchema, description: 'What mappings show --json prints' },
  'mapping-test': { printed: sampleTestSchema, description: 'What mappings test --json prints' },
  sandbox: { printed: addressSchema, description: 'The line that sandbox --json prints' },
} as const satisfies Readonly<Record<string, Published>>;

export type SchemaName = keyof typeof PUBLISHED;
export const SCHEMA_NAMES = Object.keys(PUBLISHED).filter((name): name is SchemaName => Object.hasOwn(PUBLISHED, name));

export function publishedSchema(name: SchemaName): z.core.JSONSchema.BaseSchema {
  const { printed, description }: Published = PUBLISHED[name];
  return z.toJSONSchema(printed.meta({ title: `didit-migrate ${name}`, description }), { io: 'output', reused: 'ref' });
}
