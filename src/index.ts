/** The library: the commands as functions. Settings are those of the command line, in camel case; nothing is printed. */
export { type ConvertResult, convert } from './commands/convert.js';
export { init } from './commands/init.js';
export { inspect } from './commands/inspect.js';
export { report } from './commands/report.js';
export { type RunResult, run } from './commands/run.js';
export { sandbox } from './commands/sandbox.js';
export { status } from './commands/status.js';
export { type ValidateResult, validate } from './commands/validate.js';
export { type Code, type Detail, MigrateError, type Next } from './errors.js';
export type { Inspection } from './inspect/index.js';
export type { ReportFiles, Summary } from './report/index.js';
export type { Sandbox } from './sandbox/index.js';
export type {
  CheckpointsSettings,
  ConvertSettings,
  InitSettings,
  InspectSettings,
  RunSettings,
  SandboxSettings,
  ValidateSettings,
} from './settings.js';
