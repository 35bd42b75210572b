import { endText, type ReportFiles, writeJoinedReport, writeReport } from '../report/index.js';
import { type CheckpointsSettings, type ParsedCheckpointsSettings, parseCheckpointsSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { withParts } from './open-parts.js';
import { reportContext } from './report-context.js';
import { shownPath } from './shown-path.js';
import { NO_TERMINAL, type Terminal } from './terminal.js';

/**
 * Writes the report files from the checkpoint, or from those of several parts as one; also while a run goes on.
 * @throws MigrateError where there is no usable checkpoint
 */
export async function report(settings: CheckpointsSettings, terminal: Terminal = NO_TERMINAL): Promise<ReportFiles> {
  return reportParsed(parseCheckpointsSettings(settings, 'report'), terminal);
}

async function reportParsed(settings: ParsedCheckpointsSettings, terminal: Terminal): Promise<ReportFiles> {
  const { report: folder } = settings;
  return withParts(settings.checkpoints, async ({ checkpoints, summary }) => {
    const [only, ...others] = checkpoints;
    const files =
      only && others.length === 0
        ? await writeReport(only, folder, reportContext(only))
        : await writeJoinedReport(checkpoints, folder, summary);
    const facesAcross = files.facesAcross !== undefined;
    terminal.out(settings.json ? JSON.stringify(summary, null, 2) : endText(summary, shownPath(folder), { facesAcross }));
    return files;
  });
}

export const reportCommand: Command = command({
  usage: 'report',
  describe: 'Write the report files again',
  options: ['checkpoint', 'application-id', 'report', 'json'],
  examples: [['report -c "didit-migrate-12345678-*-of-4.db"', 'of four parts as one']],
  handle: async (untrusted, terminal) => {
    await reportParsed(parseCheckpointsSettings(untrusted, 'report'), terminal);
    return 0;
  },
});
