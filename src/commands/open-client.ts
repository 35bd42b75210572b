import type { Checkpoint } from '../checkpoint/index.js';
import { Client, openSharedLanes, sharedLanesId } from '../didit/index.js';
import { spentBefore } from '../migration/index.js';
import type { ParsedDiditSettings } from '../settings.js';

type ClientSettings = Omit<ParsedDiditSettings, 'checkpoint' | 'report' | 'json' | 'progress' | 'logLevel' | 'logFile'>;

export interface OpenClient {
  readonly client: Client;
  close(): Promise<void>;
}

/**
 * Opens the way to Didit. It keeps to what is left of the limits: by the checkpoint, or by the Redis in which all processes count.
 * @throws MigrateError `redis_outage`, `redis_unusable`
 */
export async function openClient(settings: ClientSettings, checkpoint: Checkpoint, signal: AbortSignal): Promise<OpenClient> {
  const { baseUrl, apiKey, redis: url, writeLimit: write, readLimit: read, maxOutage: maxOutageMs } = settings;
  const id = sharedLanesId(baseUrl, apiKey);
  const shared = url === undefined ? undefined : await openSharedLanes({ url, id, maxOutageMs, signal });
  const client = new Client({
    target: settings,
    apiKey,
    requestTimeoutMs: settings.requestTimeout,
    connections: settings.concurrency,
    writeLimit: write,
    readLimit: read,
    spent: spentBefore(checkpoint, { write, read }, shared?.id),
    shared,
    maxOutageMs,
    signal,
  });
  return {
    client,
    close: async () => {
      await client.close();
      shared?.close();
    },
  };
}
