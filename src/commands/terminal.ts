import { createInterface } from 'node:readline/promises';
import type { Progress, ScreenStream } from '../progress/index.js';

/** A program that calls instead of a person. */
export interface Caller {
  /** Lets calls in flight finish and stops; the same call goes on from there. */
  readonly signal?: AbortSignal;
  /** Told at each beginning of a phase, and about twice a second. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Where a command prints and asks. Results go to standard output, everything else to standard error. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** False once the reader of standard output has closed its end of the pipe. */
  readonly isRead: () => boolean;
  /** Where progress is drawn; undefined where there are log lines instead. */
  readonly screen: ScreenStream | undefined;
  /** Asks for a yes; undefined where nobody can answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
  /** The command as it was typed, for advice that can be pasted. */
  readonly commandLine: string;
  /** Where nobody sits before it: nothing is printed, and the signals of the process are the caller’s. */
  readonly caller?: Caller;
}

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, argv, env } = process;
  let read = true;
  // A reader that closes the pipe (`… | head`) wants no more lines. That says nothing about the people, so the work goes on.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(3);
    read = false;
  });
  return {
    out: (text) => void (read && stdout.write(`${text}\n`)),
    isRead: () => read,
    err: (text) => void stderr.write(`${text}\n`),
    screen: stderr.isTTY && env['TERM'] !== 'dumb' && !env['NO_COLOR'] ? stderr : undefined,
    confirm: stdin.isTTY && stderr.isTTY ? ask : undefined,
    commandLine: commandOf(...argv.slice(2)),
  };
}

/** For the library: nothing is printed and nobody is asked. */
export const NO_TERMINAL: Terminal = {
  out: () => {},
  err: () => {},
  isRead: () => true,
  screen: undefined,
  confirm: undefined,
  commandLine: 'didit-migrate run',
  caller: {},
};

export function terminalOf(caller: Caller): Terminal {
  return { ...NO_TERMINAL, caller };
}

async function ask(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } catch (error) {
    // Ctrl-C and Ctrl-D are no answer, and that is no yes.
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    lines.close();
  }
}

/** A command of this program as a shell takes it, without the password of an address in it. */
export function commandOf(...words: readonly string[]): string {
  return ['didit-migrate', ...words].map((word) => quoted(withoutPassword(word))).join(' ');
}

function withoutPassword(word: string): string {
  return word.replace(/(rediss?:\/\/[^:@/]*):[^/]*@/, '$1:PASSWORD@');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
