import { once } from 'node:events';
import { MigrateError } from '../errors.js';
import { type FaultOptions, parseFaults, type Sandbox, startSandbox } from '../sandbox/index.js';
import { type ParsedSandboxSettings, parseSandboxSettings, type SandboxSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';

/** Serves a local Didit until it is closed, and prints what a run needs to reach it. */
export async function sandbox(settings: SandboxSettings, caller: Caller = {}): Promise<Sandbox> {
  return sandboxParsed(parseSandboxSettings(settings), terminalOf(caller));
}

async function sandboxParsed(settings: ParsedSandboxSettings, terminal: Terminal): Promise<Sandbox> {
  const { port, writeLimit, readLimit, latency = 0, faults, faultSeed, log, json } = settings;
  const server = await startSandbox({
    port,
    writeLimit,
    readLimit,
    latencyMs: latency,
    ...(faults !== undefined && { faults: faultsFrom(faults, faultSeed) }),
    ...(log !== undefined && { log }),
    ...(settings.apiKey !== undefined && { apiKey: settings.apiKey }),
    ...(settings.organizationId !== undefined && { organizationId: settings.organizationId }),
    ...(settings.applicationId !== undefined && { applicationId: settings.applicationId }),
  });
  const { baseUrl, apiKey, organizationId, applicationId } = server;
  if (json) {
    terminal.out(
      JSON.stringify({ base_url: baseUrl, api_key: apiKey, organization_id: organizationId, application_id: applicationId }),
    );
    return server;
  }
  terminal.out(
    [
      '# A local Didit. Nothing leaves this machine, and everything is forgotten when it ends (Ctrl-C).',
      '# Paste into another terminal:',
      `export DIDIT_BASE_URL=${baseUrl}`,
      `export DIDIT_API_KEY=${apiKey}`,
      `export DIDIT_ORGANIZATION_ID=${organizationId}`,
      `export DIDIT_APPLICATION_ID=${applicationId}`,
    ].join('\n'),
  );
  return server;
}

/** @throws MigrateError `settings_invalid` */
function faultsFrom(text: string, seed: number): FaultOptions {
  try {
    return { seed, rules: parseFaults(text) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MigrateError('settings_invalid', { command: 'sandbox', problems: `  - --faults ${error.message}` });
  }
}

export const sandboxCommand: Command = command({
  usage: 'sandbox',
  describe: 'A local Didit for rehearsals: documented rules and limits, faults on demand',
  options: ['json'],
  own: {
    port: { type: 'string', requiresArg: true, describe: 'Port on 127.0.0.1; 0 takes a free one [8787]' },
    'write-limit': { type: 'string', requiresArg: true, describe: 'Writes per sliding window, or off [300/60s, as documented]' },
    'read-limit': { type: 'string', requiresArg: true, describe: 'Reads per sliding window, or off [600/60s, as documented]' },
    latency: { type: 'string', requiresArg: true, describe: 'Time that each answer takes [0]' },
    faults: {
      type: 'string',
      requiresArg: true,
      describe:
        'Share of requests that go wrong in all ways mixed, such as 20%, or by fault: 503-before=10%,reset-after=5% [none]',
    },
    'fault-seed': { type: 'string', requiresArg: true, describe: 'Whole number; the same one gives the same faults again [1]' },
    log: { type: 'string', requiresArg: true, describe: 'File that gets a line of JSON for each request' },
  },
  examples: [
    ['sandbox --port 0 --json', 'a free port, one line of JSON'],
    ['sandbox --faults 20%', 'a bad day at Didit'],
  ],
  handle: async (untrusted, terminal) => {
    const server = await sandboxParsed(parseSandboxSettings(untrusted), terminal);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await server.close();
    return 0;
  },
});
