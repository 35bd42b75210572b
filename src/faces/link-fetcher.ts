import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { Agent } from 'undici';
import { isTryAgain, MigrateError } from '../errors.js';
import { fetchLink } from './fetch-link.js';
import { guardedConnector } from './guarded-connector.js';
import { type Reach, requireAllowed } from './link-rules.js';

export interface LinkOptions {
  readonly reach: Reach;
  readonly signal: AbortSignal;
  /** For one try, in milliseconds. */
  readonly timeoutMs?: number;
  /** Before each further try, in milliseconds; their number bounds the tries. */
  readonly pausesMs?: readonly number[];
  readonly lookup?: LookupFunction;
}

export interface LinkFetcher {
  /** Without any network. Throws `face_link_unsafe` and `face_link_private`, as far as the link itself tells. */
  check(link: string): void;
  /** Throws as fetchLink does, after as many tries as it is worth. */
  fetch(link: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** Links in work at a time: apart from the requests to Didit, which these have nothing to do with. */
const AT_A_TIME = 8;
/** A host that failed so often in a row is left alone for a while: an outage of hours must not cost hours for each thousand faces. */
const MOST_FAILURES = 10;
const REST_MS = 60_000;

interface Host {
  failures: number;
  restsUntil: number;
}

export function linkFetcher({ reach, signal, timeoutMs = 30_000, pausesMs = [500, 3_000], lookup }: LinkOptions): LinkFetcher {
  const dispatcher = new Agent({ connect: guardedConnector(reach, lookup), connections: AT_A_TIME, pipelining: 1 });
  const limit = pLimit(AT_A_TIME);
  const hosts = new Map<string, Host>();

  const fetchOnce = async (link: string): Promise<Buffer> => {
    const name = URL.parse(link)?.host ?? '';
    const host = hosts.get(name) ?? { failures: 0, restsUntil: 0 };
    hosts.set(name, host);
    if (host.restsUntil > Date.now())
      throw new MigrateError('face_link_unreachable', { reason: 'the host failed often in a row' });
    try {
      const bytes = await fetchLink(link, { dispatcher, reach, timeoutMs, signal });
      host.failures = 0;
      return bytes;
    } catch (error) {
      host.failures = isTryAgain(error) ? host.failures + 1 : 0;
      if (host.failures >= MOST_FAILURES) host.restsUntil = Date.now() + REST_MS;
      throw error;
    }
  };

  const fetchPatiently = async (link: string): Promise<Buffer> => {
    for (const pauseMs of pausesMs) {
      try {
        return await fetchOnce(link);
      } catch (error) {
        if (!isTryAgain(error)) throw error;
        await sleep(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
    return fetchOnce(link);
  };

  return {
    check: (link) => void requireAllowed(link, reach),
    fetch: (link) => limit(() => fetchPatiently(link)),
    close: () => dispatcher.close(),
  };
}
