import { type Checkpoint, temporaryCheckpoint } from '../checkpoint/index.js';
import type { MigrateError } from '../errors.js';
import { findMapping, planExports, verify as readBack } from '../migration/index.js';
import { userKey } from '../model.js';
import {
  summarizeVerification,
  type VerificationSummary,
  verificationText,
  writeReport,
  writeVerification,
} from '../report/index.js';
import { type ParsedVerifySettings, parseVerifySettings, type VerifySettings } from '../settings.js';
import { advice } from './advice.js';
import { BUILT_IN_MAPPINGS } from './built-in-mappings.js';
import { type Command, command } from './command.js';
import { keyFromEnvironment } from './environment.js';
import { reportContext } from './report-context.js';
import { shownPath } from './shown-path.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';
import { withDidit } from './with-didit.js';
import { EXPORTS, withExports } from './with-exports.js';

export interface VerifyResult {
  /** 1 where anything differs or somebody is not migrated; 3, 130 or 143 where it stopped before its end. */
  readonly exitCode: number;
  /** Undefined where it stopped before it began. */
  readonly summary: VerificationSummary | undefined;
  /** What stopped it before its end. */
  readonly stopped?: MigrateError;
}

/**
 * Reads everybody back from Didit and holds them against the checkpoint and, where they are given, against the exports. It changes
 * nothing in Didit. The same again goes on where it was interrupted.
 * @throws MigrateError where nothing could be begun
 */
export async function verify(settings: VerifySettings, caller: Caller = {}): Promise<VerifyResult> {
  return verifyParsed(parseVerifySettings(settings), terminalOf(caller));
}

async function verifyParsed(settings: ParsedVerifySettings, terminal: Terminal): Promise<VerifyResult> {
  const { exports, sample, concurrency, report, json } = settings;
  const expected = exports.length > 0 ? temporaryCheckpoint() : undefined;
  try {
    return await withDidit(settings, terminal, {
      phase: 'checking',
      begin: async (checkpoint, signal) => {
        if (expected) await planAside(settings, expected, checkpoint.meta.get('shard'), signal, terminal);
        return checkpoint.verification.begin({ sample, exports });
      },
      work: ({ client, checkpoint, stop, onItem }) =>
        readBack(
          { client, checkpoint, expected },
          { concurrency, stop, onItem: (result) => onItem(result === 'match' ? 'done' : 'failed') },
        ),
      tell: async (checkpoint, { stopped, exitCode }) => {
        let unknown = 0;
        await writeVerification(
          checkpoint,
          report,
          counting(unknownOf(checkpoint, expected), () => (unknown += 1)),
        );
        await writeReport(checkpoint, report, reportContext(checkpoint));
        const summary = summarizeVerification(checkpoint, unknown);
        if (summary) terminal.out(json ? JSON.stringify(summary, null, 2) : verificationText(summary, shownPath(report)));
        return { exitCode: exitCode ?? (summary?.clean ? 0 : 1), summary, ...(stopped && { stopped }) };
      },
    });
  } finally {
    expected?.close();
  }
}

/** The exports' plan in a private file: what each person should be of the part that is verified. */
async function planAside(
  settings: ParsedVerifySettings,
  plan: Checkpoint,
  shard: string | undefined,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  const { exports, mapping: named, lookup: lookups, maxRecordBytes, encoding, delimiter } = settings;
  if (shard !== undefined) plan.meta.set('shard', shard);
  const reading = { maxRecordBytes, encoding, delimiter };
  await withExports(exports, async (sources) => {
    const mapping = await findMapping(named, sources[0] ?? '', BUILT_IN_MAPPINGS, reading);
    await planExports(sources, plan, { ...reading, mapping, lookups, signal, onAdvice: terminal.err });
  });
}

/** People of the exports whom the checkpoint has never heard of. */
function* unknownOf({ verification }: Checkpoint, expected: Checkpoint | undefined): Generator<string> {
  if (!expected) return;
  for (const { vendorData } of expected.items.inState('pending'))
    if (!verification.isKnown(userKey(vendorData))) yield vendorData;
}

function* counting<T>(values: Iterable<T>, count: () => void): Generator<T> {
  for (const value of values) {
    count();
    yield value;
  }
}

export const verifyCommand: Command = command({
  positionals: { exports: EXPORTS },
  options: [
    'mapping',
    'encoding',
    'delimiter',
    'lookup',
    'checkpoint',
    'report',
    'organization-id',
    'application-id',
    'api-key-file',
    'base-url',
    'read-limit',
    'redis',
    'concurrency',
    'request-timeout',
    'max-outage',
    'max-record-bytes',
    'json',
    'progress',
    'log-level',
    'log-file',
  ],
  own: { sample: { type: 'string', requiresArg: true, describe: 'Read back this many people, chosen at random [all]' } },
  examples: [
    ['verify', 'everybody, against what the checkpoint knows'],
    ['verify customers.csv --sample 200', '200 people at random, field by field against the export'],
  ],
  handle: async (untrusted, terminal) => {
    const { exitCode, stopped } = await verifyParsed(parseVerifySettings({ ...keyFromEnvironment(), ...untrusted }), terminal);
    if (stopped) terminal.err(advice(stopped, terminal.commandLine));
    return exitCode;
  },
});
