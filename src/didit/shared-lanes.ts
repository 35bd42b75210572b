import { createHash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RedisCount } from './redis-count.js';
import { RedisPatience } from './redis-patience.js';
import { SharedTokens } from './shared-tokens.js';
import type { TokenOptions, Tokens } from './tokens.js';

export interface SharedLanesOptions {
  /** `redis://` or `rediss://`, with a user name and password where they are needed. */
  readonly url: string;
  /** As `sharedLanesId` gives it. */
  readonly id: string;
  /** How long Redis may be away before the run stops, in milliseconds. */
  readonly maxOutageMs: number;
  readonly signal: AbortSignal;
}

/** Both lanes of all processes with one key. */
export interface SharedLanes {
  readonly id: string;
  tokens(lane: 'read' | 'write', options: TokenOptions): Tokens;
  close(): void;
}

const CONNECT_MS = 5_000;
const START_MS = 20_000;
/** An answer of Redis that takes longer counts as none; tokens that it grants come back by themselves. */
const ANSWER_MS = 5_000;

/** Didit's limits belong to a key: who shares it shares the lanes. Nobody can tell the key from it. */
export function sharedLanesId(baseUrl: string, apiKey: string): string {
  return createHash('sha256').update(`didit-migrate lanes\n${baseUrl}\n${apiKey}`).digest('base64url').slice(0, 22);
}

/**
 * Connects to the Redis that holds the count.
 * @throws MigrateError `redis_outage` when it does not answer, `redis_unusable` when it refuses
 */
export async function openSharedLanes({ url, id, maxOutageMs, signal }: SharedLanesOptions): Promise<SharedLanes> {
  const { Redis } = await import('ioredis');
  // Every call is tried again here, by what it means; a client that repeats a grant by itself would spend tokens twice.
  const redis: Redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    connectTimeout: CONNECT_MS,
    commandTimeout: ANSWER_MS,
    retryStrategy: (times) => Math.min(2_000, 100 * times),
    connectionName: 'didit-migrate',
  });
  const { host } = new URL(url);
  // A wrong address should not look like an outage for an hour.
  const atStart = new RedisPatience(host, Math.min(maxOutageMs, START_MS), signal);
  const patience = new RedisPatience(host, maxOutageMs, signal);
  redis.on('error', (error) => {
    for (const one of [atStart, patience]) one.note(error);
  });
  try {
    await redis.connect().catch((error: unknown) => atStart.note(error));
    await atStart.call(() => redis.ping());
    await patience.call(() => redis.ping());
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  const name = randomUUID();
  return {
    id,
    tokens: (lane, options) =>
      new SharedTokens(new RedisCount(redis, `didit-migrate:${id}:${lane}`, name), patience, options, signal),
    close: () => redis.disconnect(),
  };
}
