import type { JsonObject, Verdict } from '../model.js';

/** The former verdict as it is kept in `metadata.previous_kyc`: only what is known of it. */
export function previousKyc(provider: string, id: string | undefined, verdict: Verdict, date: number | undefined): JsonObject {
  return {
    provider,
    ...(id !== undefined && { id }),
    ...(verdict.former !== undefined && { status: verdict.former }),
    ...(date !== undefined && { decided_at: new Date(date).toISOString() }),
  };
}
