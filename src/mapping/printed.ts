/** What `mappings --json` prints. `version` is raised with every change that a reader could stumble over. */
import { z } from 'zod';
import { mappingSchema } from './schema.js';

/** `mappings list`: those that are built in. */
export const mappingListSchema = z.strictObject({
  schema: z.literal('didit-migrate/mappings'),
  version: z.literal(1),
  mappings: z.array(
    z.strictObject({
      name: z.string(),
      provider: z.string(),
      description: z.string().optional(),
      shapes: z.array(z.strictObject({ name: z.string(), status_rows: z.int().nonnegative() })),
    }),
  ),
});
export type MappingList = z.output<typeof mappingListSchema>;

/** `mappings show`: all that a mapping says, with what it extends, in the words of a mapping file. */
export const shownMappingSchema = z.strictObject({
  schema: z.literal('didit-migrate/mapping'),
  version: z.literal(1),
  name: z.string(),
  /** SHA-256 of what it says: another one for another meaning. */
  hash: z.hash('sha256'),
  ...mappingSchema.shape,
});
export type ShownMapping = z.output<typeof shownMappingSchema>;
