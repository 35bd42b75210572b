import { readCheckpoint } from '../checkpoint/index.js';
import { endText, type ReportFiles, summarize, writeReport } from '../report/index.js';
import { type CheckpointSettings, type ParsedCheckpointSettings, parseCheckpointSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { reportContext } from './report-context.js';
import { shownPath } from './shown-path.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';

/**
 * Writes the report files from the checkpoint, also while a run goes on.
 * @throws MigrateError where there is no usable checkpoint
 */
export async function report(settings: CheckpointSettings, caller: Caller = {}): Promise<ReportFiles> {
  return reportParsed(parseCheckpointSettings(settings, 'report'), terminalOf(caller));
}

async function reportParsed(settings: ParsedCheckpointSettings, terminal: Terminal): Promise<ReportFiles> {
  const checkpoint = readCheckpoint(settings.checkpoint);
  try {
    const context = reportContext(checkpoint, settings);
    const summary = summarize(checkpoint, context);
    const files = await writeReport(checkpoint, settings.report, context);
    terminal.out(settings.json ? JSON.stringify(summary, null, 2) : endText(summary, shownPath(settings.report)));
    return files;
  } finally {
    checkpoint.close();
  }
}

export const reportCommand: Command = command({
  options: ['checkpoint', 'application-id', 'report', 'redact', 'json'],
  examples: [['report --report ./again', 'also while a run goes on']],
  handle: async (untrusted, terminal) => {
    await reportParsed(parseCheckpointSettings(untrusted, 'report'), terminal);
    return 0;
  },
});
