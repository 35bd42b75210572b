import type { MigrateError } from '../errors.js';

/** What a stop says: what happened, what to do, and the command that goes on. */
export function advice(error: MigrateError, commandLine: string): string {
  const goOn = error.exit === 3 ? `\nTo go on: ${commandLine}` : '';
  return `${error.message}\n${error.help}${goOn}`;
}
