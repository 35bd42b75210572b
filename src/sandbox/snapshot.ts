import type { Application } from './call.js';
import type { CallsByMinute, Minute } from './calls-by-minute.js';
import { FAULT_KINDS } from './fault.js';
import type { Profile } from './profile.js';
import type { RateLimit } from './rate-limit.js';
import { isVerified } from './session.js';
import type { Switches } from './switches.js';
import { STATUSES, type User } from './user.js';
import type { WebhookState, Webhooks } from './webhooks.js';

/** How many users and faces the page shows, the newest first. */
const SHOWN = 50;

/** What the page shows at one moment. */
export interface Snapshot {
  readonly base_url: string;
  readonly profile: Profile;
  readonly users: number;
  readonly by_status: Readonly<Record<string, number>>;
  readonly faces: number;
  readonly blocklist: number;
  readonly verified: number;
  readonly latest: readonly ReturnType<typeof shown>[];
  readonly calls: readonly Minute[];
  readonly limits: Readonly<Record<'read' | 'write', RateLimit>>;
  readonly requests: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly fault_kinds: readonly string[];
  /** The switches as they stand. */
  readonly switched: { readonly faults: readonly string[]; readonly key: string; readonly latency_ms: Switches['latencyMs'] };
  readonly webhooks: WebhookState | null;
}

interface Watched {
  readonly application: Application;
  readonly switches: Readonly<Switches>;
  readonly limits: Snapshot['limits'];
  readonly calls: CallsByMinute;
  readonly webhooks: Webhooks | undefined;
}

export function snapshot({ application, switches, limits, calls, webhooks }: Watched): Snapshot {
  const { baseUrl, profile, store } = application;
  const by_status: Record<string, number> = Object.fromEntries(STATUSES.map((status) => [status, 0]));
  let [faces, verified, index] = [0, 0, 0];
  const latest: User[] = [];
  for (const user of store.users.values()) {
    by_status[user.status] = (by_status[user.status] ?? 0) + 1;
    faces += user.faces.length;
    if (isVerified(user)) verified += 1;
    if (index++ >= store.users.size - SHOWN) latest.unshift(user);
  }
  const rates = [...(switches.faults?.rates ?? [])].map(([kind, rate]) => `${kind} ${Math.round(rate * 1000) / 10}%`);
  return {
    base_url: baseUrl,
    profile,
    users: store.users.size,
    by_status,
    faces,
    blocklist: store.blocklist.size,
    verified,
    latest: latest.map(shown),
    calls: calls.minutes,
    limits,
    requests: Object.fromEntries(store.requests),
    faults: Object.fromEntries(store.faults),
    fault_kinds: FAULT_KINDS,
    switched: { faults: rates, key: switches.key, latency_ms: switches.latencyMs },
    webhooks: webhooks?.state ?? null,
  };
}

function shown(user: User) {
  const { vendor_data, didit_internal_id, status, faces, sessions, created_at, profile } = user;
  return {
    vendor_data,
    didit_internal_id,
    name: profile.display_name || profile.full_name,
    status,
    faces: faces.map(({ uuid, comment }) => ({ uuid, comment })),
    sessions: sessions.map((session) => session.status),
    created_at,
  };
}
