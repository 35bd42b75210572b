import { endText, type ReportFiles, writeJoinedReport, writeReport } from '../report/index.js';
import { type ParsedReportSettings, parseReportSettings, type ReportSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { openParts, summaryOf } from './open-parts.js';
import { reportContext } from './report-context.js';
import { shownPath } from './shown-path.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';

/**
 * Writes the report files from the checkpoint, or from those of several parts as one; also while a run goes on.
 * @throws MigrateError where there is no usable checkpoint
 */
export async function report(settings: ReportSettings, caller: Caller = {}): Promise<ReportFiles> {
  return reportParsed(parseReportSettings(settings), terminalOf(caller));
}

async function reportParsed(settings: ParsedReportSettings, terminal: Terminal): Promise<ReportFiles> {
  const { report: folder, redact, json } = settings;
  const { checkpoints, close } = openParts(settings.checkpoints);
  try {
    const [first, ...others] = checkpoints;
    const summary = summaryOf(checkpoints);
    const files =
      others.length === 0
        ? await writeReport(first, folder, reportContext(first, settings))
        : await writeJoinedReport(checkpoints, folder, summary, redact);
    const facesAcross = files.facesAcross !== undefined;
    terminal.out(json ? JSON.stringify(summary, null, 2) : endText(summary, shownPath(folder), { facesAcross }));
    return files;
  } finally {
    close();
  }
}

export const reportCommand: Command = command({
  options: ['checkpoint', 'application-id', 'report', 'redact', 'json'],
  examples: [
    ['report --report ./again', 'also while a run goes on'],
    ['report -c "didit-migrate-12345678-*-of-4.db"', 'of four parts as one'],
  ],
  handle: async (untrusted, terminal) => {
    await reportParsed(parseReportSettings(untrusted), terminal);
    return 0;
  },
});
