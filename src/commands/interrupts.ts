import { MigrateError } from '../errors.js';
import type { Caller, Terminal } from './terminal.js';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** As a shell counts it; undefined for an error that no signal has caused. */
export function signalExit({ code, detail }: MigrateError): 130 | 143 | undefined {
  const { signal } = detail;
  return code === 'interrupted' && (signal === 'SIGINT' || signal === 'SIGTERM') ? EXIT_CODES[signal] : undefined;
}

export interface Interrupts {
  /** 130 or 143 once a signal has come. */
  readonly exitCode: () => number | undefined;
  readonly end: () => void;
}

/**
 * The first signal lets calls in flight finish and stops the run; a second one quits at once, which is as safe as a crash. A
 * program that calls stops by its own signal instead.
 */
export function listenForInterrupts(stop: AbortController, terminal: Terminal): Interrupts {
  if (terminal.caller) return follow(terminal.caller, stop);
  let exitCode: number | undefined;
  const handle = (signal: keyof typeof EXIT_CODES) => {
    if (exitCode !== undefined) process.exit(exitCode);
    exitCode = EXIT_CODES[signal];
    terminal.err('Stopping: waiting for requests in flight. Press Ctrl-C again to quit at once.');
    stop.abort(new MigrateError('interrupted', { signal }));
  };
  process.on('SIGINT', handle).on('SIGTERM', handle);
  return {
    exitCode: () => exitCode,
    end: () => void process.off('SIGINT', handle).off('SIGTERM', handle),
  };
}

function follow({ signal }: Caller, stop: AbortController): Interrupts {
  const abort = () => stop.abort(new MigrateError('interrupted'));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  return { exitCode: () => undefined, end: () => signal?.removeEventListener('abort', abort) };
}
