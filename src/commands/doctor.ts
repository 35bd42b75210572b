import { openCheckpoint } from '../checkpoint/index.js';
import { Probe } from '../didit/index.js';
import {
  type Check,
  checkAccess,
  checkKey,
  checkMachine,
  checkReach,
  checkText,
  type DoctorResult,
  exitCodeOf,
  type Learnt,
  verdictText,
  writeTest,
} from '../doctor/index.js';
import { type DoctorSettings, type ParsedDoctorSettings, parseDoctorSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { hasProxy, keyFromEnvironment } from './environment.js';
import { listenForInterrupts } from './interrupts.js';
import { targetOf } from './target.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';

/**
 * Whether a migration would work: this machine, the way to Didit, the key and the ids. With `writeTest` one test user goes through
 * everything that a run does and is deleted again; what it has shown is kept in the checkpoint, which is made where it is missing.
 * @throws MigrateError where the settings cannot be used, or the checkpoint with `writeTest`
 */
export async function doctor(settings: DoctorSettings, caller: Caller = {}): Promise<DoctorResult> {
  return doctorParsed(parseDoctorSettings(settings), terminalOf(caller));
}

async function doctorParsed(settings: ParsedDoctorSettings, terminal: Terminal): Promise<DoctorResult> {
  const checks: Check[] = [];
  const note = (check: Check) => {
    checks.push(check);
    if (!settings.json) terminal.out(checkText(check));
  };
  const target = targetOf(settings);
  const machine = { nodeVersion: process.versions.node, checkpoint: settings.checkpoint, target, proxy: hasProxy() };
  for (const check of [...(await checkMachine(machine)), checkKey(settings.apiKey)]) note(check);
  for (const check of await checkReach(settings.baseUrl)) note(check);
  const learnt = exitCodeOf(checks) === 2 ? null : await askDidit(settings, target, terminal, note);
  const exit_code = exitCodeOf(checks);
  const result: DoctorResult = { schema: 'didit-migrate/doctor', version: 1, target, checks, learnt, exit_code };
  terminal.out(settings.json ? JSON.stringify(result, null, 2) : `\n${verdictText(exit_code)}`);
  return result;
}

async function askDidit(
  settings: ParsedDoctorSettings,
  target: string,
  terminal: Terminal,
  note: (check: Check) => void,
): Promise<Learnt | null> {
  const stop = new AbortController();
  const interrupts = listenForInterrupts(stop, terminal);
  const { signal } = stop;
  const { apiKey, requestTimeout: requestTimeoutMs } = settings;
  const probe = new Probe({ target: settings, apiKey, requestTimeoutMs });
  try {
    const access = await checkAccess(probe);
    // What reading leaves open, the write test answers.
    for (const check of access) if (!settings.writeTest || check.result !== 'unknown') note(check);
    if (!settings.writeTest || exitCodeOf(access) === 2) return null;
    const checkpoint = openCheckpoint(settings.checkpoint, target);
    try {
      return await writeTest({ probe, meta: checkpoint.meta, signal }, note);
    } finally {
      checkpoint.close();
    }
  } finally {
    interrupts.end();
    await probe.close();
  }
}

export const doctorCommand: Command = command({
  options: ['checkpoint', 'organization-id', 'application-id', 'api-key-file', 'base-url', 'request-timeout', 'json'],
  own: {
    'write-test': {
      type: 'boolean',
      describe:
        'Also create a test user, give it a face, and delete it: some 10 calls and 2 webhooks. What Didit answers is kept in the checkpoint',
    },
  },
  examples: [
    ['doctor', 'reads alone; nothing is written'],
    ['doctor --write-test', 'before the first run: shows that users and faces can be written'],
  ],
  handle: async (untrusted, terminal) =>
    (await doctorParsed(parseDoctorSettings({ ...keyFromEnvironment(), ...untrusted }), terminal)).exit_code,
});
