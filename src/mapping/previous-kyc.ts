import type { JsonObject, Verdict } from '../model.js';

/** The former verdict as it is kept in `metadata.previous_kyc`: only what is known of it. */
export function previousKyc(provider: string, id: string | undefined, verdict: Verdict, date: number | undefined): JsonObject {
  const known: JsonObject = { provider };
  if (id !== undefined) known['id'] = id;
  if (verdict.former !== undefined) known['status'] = verdict.former;
  if (date !== undefined) known['decided_at'] = new Date(date).toISOString();
  return known;
}
