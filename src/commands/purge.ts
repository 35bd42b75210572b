import { join } from 'node:path';
import { deletePersonalData, eraseDeleted, personalData, reopenCheckpoint, requireErased } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import { deletePersonalLists, type PurgeResult, personalLists, purgeText, writeReport } from '../report/index.js';
import { type ParsedPurgeSettings, type PurgeSettings, parsePurgeSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { reportContext } from './report-context.js';
import { reportFolders } from './report-folders.js';
import { shownPath } from './shown-path.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';

/**
 * Deletes what personal data is left in a checkpoint and in its report; ids and results stay. Doing it again does no harm.
 * @throws MigrateError `not_purged` without a yes, `purge_unfinished`, and where there is no usable checkpoint
 */
export async function purge(settings: PurgeSettings, caller: Caller = {}): Promise<PurgeResult> {
  return purgeParsed(parsePurgeSettings(settings), terminalOf(caller));
}

async function purgeParsed(settings: ParsedPurgeSettings, terminal: Terminal): Promise<PurgeResult> {
  const checkpoint = reopenCheckpoint(settings.checkpoint);
  let result: PurgeResult;
  try {
    const deleted = personalData(checkpoint);
    const folders = reportFolders(checkpoint.meta, settings.report);
    const files = (await Promise.all(folders.map(listsIn))).flat();
    if (!settings.yes) await confirm(purgeText(deleted, files, 'will go'), terminal);
    deletePersonalData(checkpoint);
    eraseDeleted(checkpoint.database);
    for (const folder of folders) {
      await deletePersonalLists(folder);
      await writeReport(checkpoint, folder, reportContext(checkpoint));
    }
    result = { schema: 'didit-migrate/purge', version: 1, deleted, files };
  } finally {
    checkpoint.close();
  }
  requireErased(settings.checkpoint);
  terminal.out(settings.json ? JSON.stringify(result, null, 2) : purgeText(result.deleted, result.files, 'has gone'));
  return result;
}

async function listsIn(folder: string): Promise<string[]> {
  return (await personalLists(folder)).map((name) => join(shownPath(folder), name));
}

async function confirm(plan: string, terminal: Terminal): Promise<void> {
  terminal.err(plan);
  if (await terminal.confirm?.('Delete this?')) return;
  throw new MigrateError('not_purged', { command: `${terminal.commandLine} --yes` });
}

export const purgeCommand: Command = command({
  options: ['yes', 'checkpoint', 'application-id', 'report', 'json'],
  examples: [['purge -c migration.db --yes', 'at the end, when nothing is to be mended any more']],
  handle: async (untrusted, terminal) => {
    await purgeParsed(parsePurgeSettings(untrusted), terminal);
    return 0;
  },
});
