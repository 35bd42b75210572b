import type { Command } from './command.js';
import { convertCommand } from './convert.js';
import { doctorCommand } from './doctor.js';
import type { Groups } from './grouped-help.js';
import { initCommand } from './init.js';
import { inspectCommand } from './inspect.js';
import { mappingsCommand } from './mappings.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';
import { sandboxCommand } from './sandbox.js';
import { statusCommand } from './status.js';
import { validateCommand } from './validate.js';

/** By what they are for, in the order in which a migration uses them. */
const BY_GROUP: Readonly<Record<string, readonly Command[]>> = {
  Prepare: [inspectCommand, initCommand, validateCommand, doctorCommand],
  Migrate: [runCommand, statusCommand],
  Prove: [reportCommand],
  Tools: [mappingsCommand, convertCommand, sandboxCommand],
};
export const COMMANDS: readonly Command[] = Object.values(BY_GROUP).flat();

/** `completion` is yargs' own. */
export const GROUPS: Groups = Object.fromEntries(
  Object.entries(BY_GROUP).map(([title, commands]) => [
    title,
    [...commands.map(({ name }) => name), ...(title === 'Tools' ? ['completion'] : [])],
  ]),
);
