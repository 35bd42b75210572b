import { type Checkpoint, reopenCheckpoint } from '../checkpoint/index.js';
import type { Client } from '../didit/index.js';
import { MigrateError } from '../errors.js';
import type { ItemState } from '../model.js';
import type { Working } from '../progress/index.js';
import type { ParsedDiditSettings } from '../settings.js';
import { type Display, displayFor } from './display.js';
import { listenForInterrupts } from './interrupts.js';
import { openClient } from './open-client.js';
import { RunProgress } from './run-progress.js';
import { targetOf } from './target.js';
import type { Terminal } from './terminal.js';

export interface DiditWork {
  readonly client: Client;
  readonly checkpoint: Checkpoint;
  readonly stop: AbortController;
  /** To be told how each of the people came out. */
  readonly onItem: (state: ItemState) => void;
}

/** How work that speaks to Didit ended. */
export interface DiditEnd {
  /** What stopped it before its end. */
  readonly stopped: MigrateError | undefined;
  /** 130 or 143 where a signal has stopped it, 3 where something else has. */
  readonly exitCode: number | undefined;
}

export interface DiditTask<Result> {
  /** What is done, for the progress. */
  readonly phase: Working['phase'];
  /** Prepares the work without speaking to Didit, and says how many people it goes through. */
  readonly begin: (checkpoint: Checkpoint, signal: AbortSignal) => Promise<number>;
  readonly work: (tools: DiditWork) => Promise<void>;
  /** What is done with the checkpoint when the work has ended, stopped or not. */
  readonly tell: (checkpoint: Checkpoint, end: DiditEnd) => Promise<Result>;
}

/**
 * Opens a checkpoint that is there and Didit for it, for a command that is no run, and shows how far it is.
 * @throws MigrateError where nothing could be begun
 */
export async function withDidit<Result>(
  settings: ParsedDiditSettings,
  plainTerminal: Terminal,
  { phase, begin, work, tell }: DiditTask<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const display = displayFor(settings, plainTerminal);
  const checkpoint = reopenCheckpoint(settings.checkpoint, targetOf(settings));
  const interrupts = listenForInterrupts(stop, display.terminal);
  try {
    if (checkpoint.plan.isEmpty()) throw new MigrateError('checkpoint_empty', { file: settings.checkpoint });
    const people = await begin(checkpoint, stop.signal);
    const stopped = await speak(settings, { checkpoint, stop, display, phase, people }, work);
    return await tell(checkpoint, { stopped, exitCode: interrupts.exitCode() ?? stopped?.exit });
  } finally {
    interrupts.end();
    checkpoint.close();
  }
}

/** Work whose checkpoint is open and whose people are counted. */
interface PreparedWork {
  readonly checkpoint: Checkpoint;
  readonly stop: AbortController;
  readonly display: Display;
  readonly phase: Working['phase'];
  readonly people: number;
}

async function speak(
  settings: ParsedDiditSettings,
  { checkpoint, stop, display: { screen, terminal, logger }, phase, people }: PreparedWork,
  work: (tools: DiditWork) => Promise<void>,
): Promise<MigrateError | undefined> {
  const { client, close } = await openClient(settings, checkpoint, stop.signal);
  const progress = new RunProgress({ screen, logger, checkpoint, onProgress: terminal.caller?.onProgress });
  // The pace is that of the reads, which nobody forecasts: what is left follows from how fast it goes.
  const fail = (error: unknown) => stop.abort(error);
  const { readLimit } = settings;
  const onItem = progress.working(phase, {
    calls: client.calls,
    people,
    writes: 0,
    limit: 'off',
    readLimit,
    uploads: () => 0,
    fail,
  });
  try {
    await work({ client, checkpoint, stop, onItem });
    return undefined;
  } catch (error) {
    if (!(error instanceof MigrateError)) throw error;
    logger.error({ code: error.code }, error.message);
    return error;
  } finally {
    progress.end();
    await close();
  }
}
