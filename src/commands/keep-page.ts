import type { Checkpoint } from '../checkpoint/index.js';
import { writePageAlone } from '../report/index.js';
import { reportContext } from './report-context.js';

export interface Rhythm {
  /** The least time between two pages, in milliseconds. */
  readonly everyMs: number;
  /** So many times as long as writing the last page took. */
  readonly rest: number;
}

/** Writing the page of a million people takes seconds, in which nothing else is done: never more than a fiftieth of the time. */
const RHYTHM: Rhythm = { everyMs: 30_000, rest: 50 };

/**
 * Writes `report.html` again and again while a run goes on, for whoever looks.
 * @param onError told of each time that it could not be written; the run goes on, and its end tries again
 * @returns ends it, when what is being written is there
 */
export function keepPage(
  checkpoint: Checkpoint,
  folder: string,
  onError: (error: unknown) => void,
  { everyMs, rest } = RHYTHM,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let ended = false;
  const writeIn = (ms: number) => {
    timer = setTimeout(() => {
      writing = write();
    }, ms).unref();
  };
  const write = async () => {
    const begunAt = performance.now();
    await writePageAlone(checkpoint, folder, reportContext(checkpoint)).catch(onError);
    if (!ended) writeIn(Math.max(everyMs, rest * (performance.now() - begunAt)));
  };
  writeIn(everyMs);
  return async () => {
    ended = true;
    clearTimeout(timer);
    await writing;
  };
}
