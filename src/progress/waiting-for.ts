import type { Waiting } from './progress.js';

interface LaneState {
  /** Requests that count against the limit now. */
  readonly used: number;
  readonly pausedUntil: number;
  /** Where processes share the limits. */
  readonly waiting: Extract<Waiting, { for: 'redis' | 'redis_anew' }> | undefined;
}

interface ClientState {
  readonly read: LaneState;
  readonly write: LaneState;
  readonly outages: readonly { readonly name: string; readonly since: number }[];
}

/** What a run may wait for. Times in milliseconds since 1970. */
export interface Standstill {
  readonly client: ClientState;
  /** In a window; undefined where none are counted. */
  readonly limits: { readonly read: number | undefined; readonly write: number | undefined };
  /** When the next is free, where all are spent. */
  readonly nextAt: { readonly read: number | undefined; readonly write: number | undefined };
  /** Unanswered uploads that are given their time. */
  readonly uploads: number;
}

/** Why nothing moves, if nothing does: the reason that lasts longest. */
export function waitingFor({ client, limits, nextAt, uploads }: Standstill, now: number): Waiting | null {
  const secondsUntil = (time: number) => Math.max(0, Math.ceil((time - now) / 1000));
  const [outage] = client.outages;
  if (outage) return { for: 'outage', seconds: Math.max(0, Math.round((now - outage.since) / 1000)), what: outage.name };
  const shared = client.write.waiting ?? client.read.waiting;
  if (shared) return shared;
  const pausedUntil = Math.max(client.write.pausedUntil, client.read.pausedUntil);
  if (pausedUntil > now) return { for: 'retry_after', seconds: secondsUntil(pausedUntil) };
  const isSpent = (lane: 'read' | 'write') => client[lane].used >= (limits[lane] ?? Number.POSITIVE_INFINITY);
  if (isSpent('write')) return { for: 'limit', seconds: secondsUntil(nextAt.write ?? now) };
  if (isSpent('read')) return { for: 'read_limit', seconds: secondsUntil(nextAt.read ?? now) };
  return uploads > 0 ? { for: 'uploads', count: uploads } : null;
}
