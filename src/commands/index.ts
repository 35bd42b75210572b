import type { Command } from './command.js';
import { convertCommand } from './convert.js';
import { doctorCommand } from './doctor.js';
import { initCommand } from './init.js';
import { inspectCommand } from './inspect.js';
import { mappingsCommand } from './mappings.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';
import { sandboxCommand } from './sandbox.js';
import { statusCommand } from './status.js';
import { validateCommand } from './validate.js';

/** In the order in which a migration uses them. */
export const COMMANDS: readonly Command[] = [
  inspectCommand,
  initCommand,
  validateCommand,
  doctorCommand,
  runCommand,
  statusCommand,
  reportCommand,
  mappingsCommand,
  convertCommand,
  sandboxCommand,
];
