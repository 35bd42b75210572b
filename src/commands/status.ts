import { type Summary, statusText } from '../report/index.js';
import { type CheckpointsSettings, type ParsedCheckpointsSettings, parseCheckpointsSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { withParts } from './open-parts.js';
import { NO_TERMINAL, type Terminal } from './terminal.js';

/**
 * Where a checkpoint stands, or those of several parts as one; also while a run goes on.
 * @throws MigrateError where there is no usable checkpoint
 */
export async function status(settings: CheckpointsSettings, terminal: Terminal = NO_TERMINAL): Promise<Summary> {
  return statusParsed(parseCheckpointsSettings(settings, 'status'), terminal);
}

async function statusParsed({ checkpoints, json }: ParsedCheckpointsSettings, terminal: Terminal): Promise<Summary> {
  return withParts(checkpoints, ({ summary }) => {
    terminal.out(json ? JSON.stringify(summary, null, 2) : statusText(summary));
    return summary;
  });
}

export const statusCommand: Command = command({
  usage: 'status',
  describe: 'Where a checkpoint stands, also while a run goes on',
  options: ['checkpoint', 'application-id', 'json'],
  examples: [['status -c "didit-migrate-12345678-*-of-4.db"', 'four parts as one']],
  handle: async (untrusted, terminal) => {
    await statusParsed(parseCheckpointsSettings(untrusted, 'status'), terminal);
    return 0;
  },
});
