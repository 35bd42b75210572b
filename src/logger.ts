import pino, { type Logger } from 'pino';
import { MigrateError } from './errors.js';
import { isSystemError, systemReason } from './system-error.js';

export type { Logger };

export interface LogOptions {
  readonly level: string;
  /** A file, or standard error. */
  readonly file: string | undefined;
}

/** Names under which personal data or secrets travel; should one ever reach a log call, it is left out. */
const NEVER_LOGGED = [
  'apiKey',
  'user',
  'fields',
  'payload',
  'reference',
  'references',
  'full_name',
  'display_name',
  'date_of_birth',
  'email',
  'phone',
  'image',
  'body',
];

/**
 * One JSON object per line. Items appear by their number and code; what they hold never does.
 * @throws MigrateError `log_unwritable`
 */
export function createLogger({ level, file }: LogOptions): Logger {
  const redact = { paths: NEVER_LOGGED.flatMap((name) => [name, `*.${name}`]), remove: true };
  return pino({ level, base: null, redact, timestamp: pino.stdTimeFunctions.isoTime }, destination(file));
}

function destination(file: string | undefined) {
  try {
    return pino.destination({ dest: file ?? 2, sync: true, mkdir: true });
  } catch (cause) {
    if (file === undefined || !isSystemError(cause)) throw cause;
    throw new MigrateError('log_unwritable', { file, reason: systemReason(cause) }, { cause });
  }
}
