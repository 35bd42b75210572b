import { readCheckpoint } from '../checkpoint/index.js';
import { type Summary, statusText, summarize } from '../report/index.js';
import { type CheckpointSettings, type ParsedCheckpointSettings, parseCheckpointSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { reportContext } from './report-context.js';
import { NO_TERMINAL, type Terminal } from './terminal.js';

/**
 * Where a checkpoint stands, also while a run goes on.
 * @throws MigrateError where there is no usable checkpoint
 */
export function status(settings: CheckpointSettings, terminal: Terminal = NO_TERMINAL): Summary {
  return statusParsed(parseCheckpointSettings(settings, 'status'), terminal);
}

function statusParsed(settings: ParsedCheckpointSettings, terminal: Terminal): Summary {
  const checkpoint = readCheckpoint(settings.checkpoint);
  try {
    const summary = summarize(checkpoint, reportContext(checkpoint));
    terminal.out(settings.json ? JSON.stringify(summary, null, 2) : statusText(summary));
    return summary;
  } finally {
    checkpoint.close();
  }
}

export const statusCommand: Command = command({
  options: ['checkpoint', 'application-id', 'json'],
  handle: async (untrusted, terminal) => {
    statusParsed(parseCheckpointSettings(untrusted, 'status'), terminal);
    return 0;
  },
});
