import { type Checkpoint, reopenCheckpoint } from '../checkpoint/index.js';
import type { Client } from '../didit/index.js';
import { MigrateError } from '../errors.js';
import type { ItemState } from '../model.js';
import type { Working } from '../progress/index.js';
import type { ParsedDiditSettings } from '../settings.js';
import { listenForInterrupts } from './interrupts.js';
import { openClient } from './open-client.js';
import { RunProgress } from './run-progress.js';
import { type Stage, stageFor } from './stage.js';
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

/**
 * Opens a checkpoint that is there and Didit for it, for a command that is no run, and shows how far it is.
 * @param phase what is done, for the progress
 * @param begin prepares the work without speaking to Didit, and says how many people it goes through
 * @param tell what is done with the checkpoint when the work has ended, stopped or not
 * @throws MigrateError where nothing could be begun
 */
export async function withDidit<Result>(
  settings: ParsedDiditSettings,
  plainTerminal: Terminal,
  phase: Working['phase'],
  begin: (checkpoint: Checkpoint, signal: AbortSignal) => Promise<number>,
  work: (tools: DiditWork) => Promise<void>,
  tell: (checkpoint: Checkpoint, end: DiditEnd) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const stage = stageFor(settings, plainTerminal);
  const checkpoint = reopenCheckpoint(settings.checkpoint, targetOf(settings));
  const interrupts = listenForInterrupts(stop, stage.terminal);
  try {
    if (checkpoint.plan.isEmpty()) throw new MigrateError('checkpoint_empty', { file: settings.checkpoint });
    const people = await begin(checkpoint, stop.signal);
    const stopped = await speak(settings, { checkpoint, stop, stage, phase, people }, work);
    return await tell(checkpoint, { stopped, exitCode: interrupts.exitCode() ?? stopped?.exit });
  } finally {
    interrupts.end();
    checkpoint.close();
  }
}

interface Hall {
  readonly checkpoint: Checkpoint;
  readonly stop: AbortController;
  readonly stage: Stage;
  readonly phase: Working['phase'];
  readonly people: number;
}

async function speak(
  settings: ParsedDiditSettings,
  { checkpoint, stop, stage: { screen, terminal, logger }, phase, people }: Hall,
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
