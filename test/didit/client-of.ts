import { onTestFinished } from 'vitest';
import { Client, type ClientOptions } from '../../src/didit/client.js';
import type { ScriptedServer } from '../helpers/scripted-server.js';

/** A client in a hurry, for one test: no limits, short waits. */
export function clientOf({ baseUrl }: Pick<ScriptedServer, 'baseUrl'>, options: Partial<ClientOptions> = {}): Client {
  const client = new Client({
    target: { baseUrl, organizationId: 'organization-1', applicationId: 'application-1' },
    apiKey: 'sk_test_key',
    requestTimeoutMs: 300,
    connections: 8,
    writeLimit: 'off',
    readLimit: 'off',
    spent: { write: [], read: [] },
    maxOutageMs: 60_000,
    backoff: { baseMs: 2, capMs: 10 },
    signal: new AbortController().signal,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}
