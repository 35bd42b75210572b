import { MigrateError } from '../errors.js';
import type { Terminal } from './terminal.js';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interrupts {
  /** 130 or 143 once a signal has come. */
  readonly exitCode: () => number | undefined;
  readonly end: () => void;
}

/** The first signal lets calls in flight finish and stops the run; a second one quits at once, which is as safe as a crash. */
export function listenForInterrupts(stop: AbortController, terminal: Terminal): Interrupts {
  let exitCode: number | undefined;
  const handle = (signal: keyof typeof EXIT_CODES) => {
    if (exitCode !== undefined) process.exit(exitCode);
    exitCode = EXIT_CODES[signal];
    // Below a progress bar that may stand on this line.
    terminal.err('\nStopping: calls in flight are let finish. Once more quits at once.');
    stop.abort(new MigrateError('interrupted'));
  };
  process.on('SIGINT', handle).on('SIGTERM', handle);
  return {
    exitCode: () => exitCode,
    end: () => void process.off('SIGINT', handle).off('SIGTERM', handle),
  };
}
