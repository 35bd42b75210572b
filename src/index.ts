/** The library: the commands as functions. Settings are those of the command line, in camel case; nothing is printed. */
export { type ConvertResult, convert } from './commands/convert.js';
export { doctor } from './commands/doctor.js';
export { init } from './commands/init.js';
export { inspect } from './commands/inspect.js';
export { purge } from './commands/purge.js';
export { report } from './commands/report.js';
export { type RollbackResult, rollback } from './commands/rollback.js';
export { type RunResult, run } from './commands/run.js';
export { sandbox } from './commands/sandbox.js';
export { type Status, status, watch } from './commands/status.js';
export type { Caller } from './commands/terminal.js';
export { type ValidateResult, validate } from './commands/validate.js';
export { type VerifyResult, verify } from './commands/verify.js';
export type { Check, DoctorResult, Learnt } from './doctor/index.js';
export { type Code, type Detail, MigrateError, type Next } from './errors.js';
export type { Inspection } from './inspect/index.js';
export type { Progress, RunNow } from './progress/index.js';
export type { PurgeResult, ReportFiles, RollbackSummary, Summary, VerificationSummary } from './report/index.js';
export type { Sandbox } from './sandbox/index.js';
export type {
  ConvertSettings,
  DoctorSettings,
  InitSettings,
  InspectSettings,
  PurgeSettings,
  ReportSettings,
  RollbackSettings,
  RunSettings,
  SandboxSettings,
  StatusSettings,
  ValidateSettings,
  VerifySettings,
} from './settings.js';
