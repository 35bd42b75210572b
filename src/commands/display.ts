import { createLogger, type Logger } from '../logger.js';
import { Screen } from '../progress/index.js';
import type { ParsedRunSettings } from '../settings.js';
import type { Terminal } from './terminal.js';

/** Where long work is shown. */
export interface Display {
  /** What it prints comes above the bars. */
  readonly terminal: Terminal;
  /** Undefined where there are log lines instead. */
  readonly screen: Screen | undefined;
  readonly logger: Logger;
}

/** Nothing is logged into bars, nor where a program calls, unless a file was named. */
export function displayFor(
  { progress, logLevel, logFile }: Pick<ParsedRunSettings, 'progress' | 'logLevel' | 'logFile'>,
  terminal: Terminal,
): Display {
  const screen = progress && terminal.screen ? new Screen(terminal.screen) : undefined;
  const logger = createLogger({ level: (screen || terminal.caller) && !logFile ? 'silent' : logLevel, file: logFile });
  return { terminal: screen ? { ...terminal, err: (text) => screen.print(text) } : terminal, screen, logger };
}
