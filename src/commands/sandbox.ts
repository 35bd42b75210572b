import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { MigrateError } from '../errors.js';
import {
  type Address,
  checkWebhookUrl,
  KEY_KINDS,
  PROFILE_NAMES,
  parseFaults,
  parseProfile,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../sandbox/index.js';
import { type ParsedSandboxSettings, parseSandboxSettings, type SandboxSettings } from '../settings.js';
import { isSystemError, systemReason } from '../system-error.js';
import { type Command, command } from './command.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';

/** @throws MigrateError `sandbox_unable` */
async function started(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new MigrateError('sandbox_unable', { reason: systemReason(cause) }, { cause });
  }
}

/** Serves a local Didit until it is closed, and prints what a run needs to reach it. */
export async function sandbox(settings: SandboxSettings, caller: Caller = {}): Promise<Sandbox> {
  return sandboxParsed(parseSandboxSettings(settings), terminalOf(caller));
}

async function sandboxParsed(settings: ParsedSandboxSettings, terminal: Terminal): Promise<Sandbox> {
  const { port, writeLimit, readLimit, latency = 0, seedUsers, log, logBodies, json } = settings;
  const said = saidAbout(settings);
  const { webhook } = said;
  const server = await started({
    port,
    writeLimit,
    readLimit,
    latencyMs: latency,
    seedUsers,
    ...said,
    ...(log !== undefined && { log, logBodies: logBodies ? 'with bodies' : 'without bodies' }),
    ...(settings.apiKey !== undefined && { apiKey: settings.apiKey }),
    ...(settings.organizationId !== undefined && { organizationId: settings.organizationId }),
    ...(settings.applicationId !== undefined && { applicationId: settings.applicationId }),
  });
  const { baseUrl, apiKey, organizationId, applicationId } = server;
  if (json) {
    const address: Address = {
      schema: 'didit-migrate/sandbox',
      version: 1,
      base_url: baseUrl,
      api_key: apiKey,
      organization_id: organizationId,
      application_id: applicationId,
      ...(webhook && { webhook_secret: webhook.secret }),
    };
    terminal.out(JSON.stringify(address));
    return server;
  }
  terminal.out(
    [
      '# A local Didit. Nothing leaves this machine, and everything is forgotten when it ends (Ctrl-C).',
      `# To watch it, open ${baseUrl}/`,
      ...(webhook ? [`# Events go to ${webhook.url}; the secret of their signatures is ${webhook.secret}`] : []),
      '# Paste into another terminal:',
      `export DIDIT_BASE_URL=${baseUrl}`,
      `export DIDIT_API_KEY=${apiKey}`,
      `export DIDIT_ORGANIZATION_ID=${organizationId}`,
      `export DIDIT_APPLICATION_ID=${applicationId}`,
    ].join('\n'),
  );
  return server;
}

/**
 * What is said in the sandbox's own words.
 * @throws MigrateError `settings_invalid` with every problem
 */
function saidAbout({ faults, faultSeed, profile, keyKind, ...settings }: ParsedSandboxSettings) {
  const problems: string[] = [];
  const parsed = <T>(option: string, parse: () => T): T | undefined => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push(`  - --${option} ${error.message}`);
      return undefined;
    }
  };
  const rules = faults === undefined ? undefined : parsed('faults', () => parseFaults(faults));
  const readings = parsed('profile', () => parseProfile(profile));
  const kind = KEY_KINDS.find((known) => known === keyKind);
  if (keyKind !== undefined && !kind) problems.push(`  - --key-kind must be one of ${KEY_KINDS.join(', ')}`);
  const webhook = parsed('webhook', () => webhookOf(settings));
  if (problems.length > 0) throw new MigrateError('settings_invalid', { command: 'sandbox', problems: problems.join('\n') });
  return {
    ...(rules && { faults: { seed: faultSeed, rules } }),
    ...(readings && { profile: readings }),
    ...(kind && { keyKind: kind }),
    ...(webhook && { webhook }),
  };
}

/** @throws RangeError for a receiver that is not on this machine. */
function webhookOf(settings: Pick<ParsedSandboxSettings, 'webhook' | 'webhookSecret' | 'webhookAnywhere'>) {
  const { webhook: url, webhookSecret: secret = randomBytes(32).toString('base64url'), webhookAnywhere: anywhere } = settings;
  if (url === undefined) return undefined;
  checkWebhookUrl(url, anywhere ? 'anywhere' : 'loopback only');
  return { url, secret, anywhere };
}

export const sandboxCommand: Command = command({
  options: ['json'],
  own: {
    port: { type: 'string', requiresArg: true, describe: 'Port on 127.0.0.1; 0 takes a free one [8787]' },
    'write-limit': { type: 'string', requiresArg: true, describe: 'Writes per sliding window, or off [300/60s, as documented]' },
    'read-limit': { type: 'string', requiresArg: true, describe: 'Reads per sliding window, or off [600/60s, as documented]' },
    latency: { type: 'string', requiresArg: true, describe: 'Time that each answer takes, or a range such as 50ms-200ms [0]' },
    faults: {
      type: 'string',
      requiresArg: true,
      describe:
        'Share of requests that go wrong in all ways mixed, such as 20%, or by fault: 503-before=10%,reset-after=5% [none]',
    },
    'fault-seed': { type: 'string', requiresArg: true, describe: 'Whole number; the same one gives the same faults again [1]' },
    profile: {
      type: 'string',
      requiresArg: true,
      describe: `Where Didit’s pages contradict each other: ${PROFILE_NAMES.join(', ')}, and readings such as conflict=409-detail,ids=exact [default]`,
    },
    'key-kind': { type: 'string', requiresArg: true, describe: `What the key may do: ${KEY_KINDS.join(', ')} [full]` },
    'seed-users': { type: 'string', requiresArg: true, describe: 'So many invented users are there from the start [0]' },
    webhook: { type: 'string', requiresArg: true, describe: 'Address on this machine that events are sent to [none]' },
    'webhook-secret': { type: 'string', requiresArg: true, describe: 'Secret of their signatures [a new one, which is printed]' },
    'webhook-anywhere': { type: 'boolean', describe: 'That address may be of another machine' },
    log: { type: 'string', requiresArg: true, describe: 'File that gets a line of JSON for each request' },
    'log-bodies': { type: 'boolean', describe: 'Bodies and ids go into that file too, which are personal data' },
  },
  examples: [
    ['sandbox --port 0 --json', 'a free port, one line of JSON'],
    ['sandbox --faults 20%', 'a bad day at Didit'],
    ['sandbox --webhook http://127.0.0.1:9000/', 'events for a receiver of yours, as a migration fires them'],
  ],
  handle: async (untrusted, terminal) => {
    const settings = parseSandboxSettings(untrusted);
    // Listened for before anything is printed: whoever reads the first line may end the sandbox at once.
    const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    const server = await sandboxParsed(settings, terminal);
    await ended;
    await server.close();
    return 0;
  },
});
