import { type ConversionSummary, consoleText, type Lost, type Summary, summarize, writeConsoleFile } from '../report/index.js';
import { type ConvertSettings, type ParsedConvertSettings, parseConvertSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { withDryPlan } from './dry-plan.js';
import { reportContext } from './report-context.js';
import { shownPath } from './shown-path.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';
import { EXPORTS } from './with-exports.js';

export interface ConvertResult {
  /** 1 where a record was left out because it is invalid, else 0. */
  readonly exitCode: number;
  readonly summary: Summary;
  /** People by what the file could not carry of them; faces are in the summary. */
  readonly lost: Lost;
}

/**
 * The people of an export as a file for the CSV import of Didit's console, by the same mapping and the same choice between records as
 * a run. Nothing is sent.
 * @throws MigrateError where an export or a mapping cannot be used, or the file exists or cannot be written
 */
export async function convert(settings: ConvertSettings, caller: Caller = {}): Promise<ConvertResult> {
  return convertParsed(parseConvertSettings(settings), terminalOf(caller));
}

async function convertParsed(settings: ParsedConvertSettings, terminal: Terminal): Promise<ConvertResult> {
  const { output, json } = settings;
  return withDryPlan({ ...settings, purpose: 'apply' }, terminal, async ({ checkpoint }) => {
    const lost = await writeConsoleFile(checkpoint, output);
    const summary = summarize(checkpoint, reportContext(checkpoint));
    const printed: ConversionSummary = { ...summary, lost };
    terminal.out(json ? JSON.stringify(printed, null, 2) : consoleText(summary, lost, shownPath(output)));
    return { exitCode: summary.records.invalid > 0 ? 1 : 0, summary, lost };
  });
}

export const convertCommand: Command = command({
  positionals: { exports: EXPORTS },
  options: ['mapping', 'encoding', 'delimiter', 'lookup', 'max-record-bytes', 'json'],
  own: {
    to: { type: 'string', requiresArg: true, describe: 'didit-console-csv: the template of Users → Import' },
    output: { type: 'string', requiresArg: true, alias: ['o'], describe: 'The file to write; it must not be there yet' },
  },
  examples: [['convert customers.csv --to didit-console-csv -o users.csv', 'profiles without faces, for the console']],
  handle: async (untrusted, terminal) => (await convertParsed(parseConvertSettings(untrusted), terminal)).exitCode,
});
