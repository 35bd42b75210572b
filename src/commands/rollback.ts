import type { MigrateError } from '../errors.js';
import { rollback as takeBack } from '../migration/index.js';
import { type RollbackSummary, rollbackText, summarizeRollback, writeReport, writeRollback } from '../report/index.js';
import { type ParsedRollbackSettings, parseRollbackSettings, type RollbackSettings } from '../settings.js';
import { advice } from './advice.js';
import { type Command, command } from './command.js';
import { keyFromEnvironment } from './environment.js';
import { reportContext } from './report-context.js';
import { shownPath } from './shown-path.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';
import { withDidit } from './with-didit.js';

export interface RollbackResult {
  /** 1 where somebody has to look at what was kept; 3, 130 or 143 where it stopped before its end. */
  readonly exitCode: number;
  readonly summary: RollbackSummary;
  /** What stopped it before its end. */
  readonly stopped?: MigrateError;
}

/**
 * Takes back what a checkpoint has made in Didit, or, without `yes`, only looks at what that would do. The same again goes on.
 * @throws MigrateError where nothing could be begun
 */
export async function rollback(settings: RollbackSettings, caller: Caller = {}): Promise<RollbackResult> {
  return rollbackParsed(parseRollbackSettings(settings), terminalOf(caller));
}

async function rollbackParsed(settings: ParsedRollbackSettings, terminal: Terminal): Promise<RollbackResult> {
  const { yes, limit, report, json } = settings;
  const mode = yes ? 'write' : 'look';
  return withDidit(settings, terminal, {
    phase: 'taking back',
    begin: async (checkpoint) => Math.min(checkpoint.undo.begin(), limit ?? Number.POSITIVE_INFINITY),
    work: ({ client, checkpoint, stop, onItem }) =>
      takeBack(
        { client, checkpoint },
        { mode, limit, stop, onItem: (outcome) => onItem(outcome === 'unproven' ? 'failed' : 'done') },
      ),
    tell: async (checkpoint, { stopped, exitCode }) => {
      const summary = summarizeRollback(checkpoint, { mode, finished: stopped === undefined, generatedAt: new Date() });
      await writeRollback(checkpoint, report);
      if (yes) await writeReport(checkpoint, report, reportContext(checkpoint));
      terminal.out(
        json ? JSON.stringify(summary, null, 2) : rollbackText(summary, shownPath(report), `${terminal.commandLine} --yes`),
      );
      return { exitCode: exitCode ?? (summary.needs_a_look > 0 ? 1 : 0), summary, ...(stopped && { stopped }) };
    },
  });
}

export const rollbackCommand: Command = command({
  options: [
    'yes',
    'checkpoint',
    'report',
    'organization-id',
    'application-id',
    'api-key-file',
    'base-url',
    'write-limit',
    'read-limit',
    'redis',
    'concurrency',
    'request-timeout',
    'max-outage',
    'json',
    'progress',
    'log-level',
    'log-file',
  ],
  own: { limit: { type: 'string', requiresArg: true, describe: 'Look at this many people at most [all]' } },
  examples: [
    ['rollback', 'show who would be deleted, who would be kept, and why; nothing is written'],
    ['rollback --yes', 'do it'],
  ],
  handle: async (untrusted, terminal) => {
    const { exitCode, stopped } = await rollbackParsed(
      parseRollbackSettings({ ...keyFromEnvironment(), ...untrusted }),
      terminal,
    );
    if (stopped) terminal.err(advice(stopped, terminal.commandLine));
    return exitCode;
  },
});
