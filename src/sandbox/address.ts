import { z } from 'zod';

/** What `sandbox --json` prints, in one line: all that is needed to reach it. */
export const addressSchema = z.strictObject({
  schema: z.literal('didit-migrate/sandbox'),
  version: z.literal(1),
  base_url: z.url(),
  api_key: z.string(),
  organization_id: z.string(),
  application_id: z.string(),
  /** Of the signatures of its events, where it sends any. */
  webhook_secret: z.string().exactOptional(),
});
export type Address = z.output<typeof addressSchema>;
