import type { Redis } from 'ioredis';

/**
 * The tokens that are away, counted in Redis: one sorted set for each lane, a member for each token with the time at which it comes
 * back as its score, by the clock of Redis. (Bottleneck's own clustering loses the tokens of a process that died, takes returned ones
 * up only every five seconds, and starts with a full reservoir when Redis has lost its data; each would break the limit or the pace.)
 *
 * - A token is taken for as long as its request may count at the latest, and comes back earlier when the answer is there. So a process
 *   that dies blocks nobody for longer than that.
 * - The set also has a member for the run of the Redis server that it was made in. Where that is missing, Redis was restarted or has
 *   lost data, and nobody knows what was spent: the set begins anew and gives nothing for as long as a request before that may count.
 *   It is in the same key, so that it cannot be lost without the rest, nor the rest without it.
 */
const RUN = `
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
if not run then return redis.error_reply('ERR the server tells no run_id') end
run = 'run:' .. run
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** Count wanted, limit, longest time away, how long the key is kept, name of the process, number of its next token. */
const TAKE = `${RUN}
local wanted, limit, longest, keep = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local anew = not redis.call('ZSCORE', KEYS[1], run)
if anew then
  redis.call('DEL', KEYS[1])
  redis.call('ZADD', KEYS[1], 'inf', run, now + longest, 'anew')
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('PEXPIRE', KEYS[1], keep)
for _, gate in ipairs({'anew', 'hold'}) do
  local opens = redis.call('ZSCORE', KEYS[1], gate)
  if opens then return {gate, 0, opens - now, 0} end
end
local used = redis.call('ZCARD', KEYS[1]) - 1
local granted = math.max(0, math.min(wanted, limit - used))
for n = 0, granted - 1 do redis.call('ZADD', KEYS[1], now + longest, ARGV[5] .. ':' .. (ARGV[6] + n)) end
local wait = 0
if granted < wanted then wait = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] - now end
return {'open', granted, wait, used + granted}
`;

/** Pairs of a token and the time until it comes back. After a loss the next who takes waits for longer than that anyway. */
const GIVE_BACK = `${RUN}
if not redis.call('ZSCORE', KEYS[1], run) then return 0 end
for n = 1, #ARGV, 2 do
  local ms = tonumber(ARGV[n + 1])
  if ms <= 0 then redis.call('ZREM', KEYS[1], ARGV[n]) else redis.call('ZADD', KEYS[1], now + ms, ARGV[n]) end
end
return 1
`;

const HOLD = `${RUN}
if not redis.call('ZSCORE', KEYS[1], run) then return 0 end
local opens = math.max(now + ARGV[1], redis.call('ZSCORE', KEYS[1], 'hold') or 0)
redis.call('ZADD', KEYS[1], opens, 'hold')
return 1
`;

/** An unused count is forgotten after a day; whoever comes then waits as after a loss. */
const KEPT_MS = 86_400_000;

export interface Grant {
  /** `anew`: nobody knows what was spent before; `hold`: somebody was told to slow down. */
  readonly gate: 'open' | 'anew' | 'hold';
  readonly granted: number;
  /** Until the next one may be free, in milliseconds. */
  readonly waitMs: number;
  readonly used: number;
}

/** One lane's count in Redis. Every call is one step there, whoever else calls at that moment. */
export class RedisCount {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #name: string;
  #next = 1;

  /** @param name of this process: unlike all others, also of processes that died */
  constructor(redis: Redis, key: string, name: string) {
    this.#redis = redis;
    this.#key = key;
    this.#name = name;
  }

  /** @returns the grant, and the tokens that were granted */
  async take(wanted: number, limit: number, longestMs: number): Promise<Grant & { readonly tokens: readonly string[] }> {
    const first = this.#next;
    // Numbers of a grant whose answer is lost are not used again: those tokens come back by themselves.
    this.#next += wanted;
    const keep = Math.max(KEPT_MS, 2 * longestMs);
    const args = [wanted, limit, Math.ceil(longestMs), Math.ceil(keep), this.#name, first];
    const [gate, granted, wait, used] = await this.#call(TAKE, args);
    const tokens = Array.from({ length: Number(granted) }, (_, at) => `${this.#name}:${first + at}`);
    return {
      gate: gate === 'anew' || gate === 'hold' ? gate : 'open',
      granted: Number(granted),
      waitMs: Number(wait),
      used: Number(used),
      tokens,
    };
  }

  /** @param tokens with the milliseconds until each comes back */
  async giveBack(tokens: ReadonlyMap<string, number>): Promise<void> {
    await this.#call(
      GIVE_BACK,
      [...tokens].flatMap(([token, ms]) => [token, Math.ceil(ms)]),
    );
  }

  async hold(ms: number): Promise<void> {
    await this.#call(HOLD, [Math.ceil(ms)]);
  }

  async #call(script: string, args: readonly (string | number)[]): Promise<readonly unknown[]> {
    const reply: unknown = await this.#redis.eval(script, 1, this.#key, ...args);
    return Array.isArray(reply) ? reply : [];
  }
}
