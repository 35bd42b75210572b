import type { Checkpoint } from '../checkpoint/index.js';
import { sleep } from '../didit/index.js';
import { wrapped } from '../layout.js';
import { isQuiet, type LastWord, progressLine, type RunNow, readLastWord, Screen } from '../progress/index.js';
import { nextStep, type Summary, statusText } from '../report/index.js';
import { type ParsedStatusSettings, parseStatusSettings, type StatusSettings } from '../settings.js';
import { type Command, command } from './command.js';
import { openParts, summaryOf } from './open-parts.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';

/** `status --json`: the summary of the checkpoint, or of all parts as one, and the runs that go on; at most one for each. */
export type Status = Summary & {
  readonly runs: readonly RunNow[];
  /** Of the last run; null where several parts have each its own. */
  readonly command: string | null;
};

const LOOK_EVERY_MS = 1_000;
const LINE_EVERY_MS = 10_000;

/**
 * Where a checkpoint stands, or those of several parts as one; also while a run goes on.
 * @throws MigrateError where there is no usable checkpoint
 */
export function status(settings: StatusSettings): Status {
  return look(parseStatusSettings(settings));
}

/**
 * Tells of a run that goes on until it has ended, and returns where the checkpoint stands then; at once where none goes on.
 * @throws MigrateError where there is no usable checkpoint, or `interrupted`
 */
export async function watch(settings: StatusSettings, caller: Caller = {}): Promise<Status> {
  return watchParsed(parseStatusSettings(settings), terminalOf(caller));
}

async function watchParsed(settings: ParsedStatusSettings, terminal: Terminal): Promise<Status> {
  const { signal = new AbortController().signal } = terminal.caller ?? {};
  // Nothing is under way that had to end first; the screen is left as it was.
  const quit = () => process.exit(130);
  if (!terminal.caller) process.once('SIGINT', quit);
  const screen = terminal.screen && !settings.json ? new Screen(terminal.screen) : undefined;
  let saidAt = 0;
  const tell = ({ progress }: LastWord) => {
    terminal.caller?.onProgress?.(progress);
    screen?.show(progress);
    if (settings.json) terminal.out(JSON.stringify(progress));
    else if (!screen && Date.now() - saidAt >= LINE_EVERY_MS) {
      saidAt = Date.now();
      terminal.err(progressLine(progress));
    }
  };
  try {
    for (let word = lastWord(settings); word && !isQuiet(word, Date.now()) && terminal.isRead(); word = lastWord(settings)) {
      tell(word);
      await sleep(LOOK_EVERY_MS, signal);
    }
    return look(settings);
  } finally {
    screen?.close();
    process.off('SIGINT', quit);
  }
}

/** Reads no more than the note: this is done every second beside a run. */
function lastWord({ checkpoints: named }: ParsedStatusSettings): LastWord | undefined {
  const { checkpoints, close } = openParts(named);
  try {
    return lastWordOf(checkpoints[0]);
  } finally {
    close();
  }
}

function lastWordOf({ meta }: Checkpoint): LastWord | undefined {
  const noted = meta.get('progress');
  return noted === undefined ? undefined : readLastWord(noted);
}

function look({ checkpoints: named }: ParsedStatusSettings): Status {
  const { checkpoints, close } = openParts(named);
  try {
    const command = checkpoints.length > 1 ? null : (checkpoints[0].meta.get('command') ?? null);
    return { ...summaryOf(checkpoints), runs: checkpoints.flatMap((checkpoint) => runNow(checkpoint) ?? []), command };
  } finally {
    close();
  }
}

function runNow(checkpoint: Checkpoint): RunNow | undefined {
  const word = lastWordOf(checkpoint);
  const shard = checkpoint.meta.get('shard') ?? null;
  return word && { shard, at: new Date(word.at).toISOString(), quiet: isQuiet(word, Date.now()), progress: word.progress };
}

function textOf({ runs, command, ...summary }: Status): string {
  const last = runs.length > 0 ? runs.map((run) => wrapped(runText(run), '').join('\n')) : [nextText(summary, command)];
  return [statusText(summary), ...last].join('\n\n');
}

/** “The same command” is one that somebody gave a while ago. */
function nextText(summary: Summary, command: string | null): string {
  const step = nextStep(summary);
  const isSame = step.includes('the same command') && command !== null;
  return [...wrapped(step, 'Next: '), ...(isSame ? [`      It was: ${command}`] : [])].join('\n');
}

function runText({ shard, at, quiet, progress }: RunNow): string {
  const run = shard === null ? 'A run' : `The run of part ${shard}`;
  return quiet
    ? `${run} has said nothing since ${at.slice(0, 19).replace('T', ' ')} UTC: if it has died, the same command goes on.`
    : `${run} goes on: ${progressLine(progress)}`;
}

export const statusCommand: Command = command({
  options: ['checkpoint', 'application-id', 'json'],
  own: {
    watch: {
      type: 'boolean',
      alias: 'w',
      describe: 'Show the progress of the run that goes on, until it has ended; with --json a line each second',
    },
  },
  examples: [
    ['status', 'in the folder of the run, with DIDIT_APPLICATION_ID set'],
    ['status --watch', 'from another terminal'],
    ['status -c "didit-migrate-12345678-*-of-4.db"', 'four parts as one'],
  ],
  handle: async (untrusted, terminal) => {
    const settings = parseStatusSettings(untrusted);
    const found = settings.watch ? await watchParsed(settings, terminal) : look(settings);
    if (!settings.json) terminal.out(textOf(found));
    // Each line of a watch is one object, the last one too.
    else terminal.out(settings.watch ? JSON.stringify(found) : JSON.stringify(found, null, 2));
    return 0;
  },
});
