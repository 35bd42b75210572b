import pLimit from 'p-limit';

/** How often the room is looked at again while it is full. */
const LOOK_AGAIN_MS = 250;

/**
 * Works through `source` with at most `concurrency` at a time, taking the next one only when there is room: nothing is read ahead.
 * Ends after everything begun has ended; a worker or a source that throws lets no new one begin, and its error is thrown then.
 * @param room how many may be at work now, where that changes on the way; never more than `concurrency`
 */
export async function workThrough<T>(
  source: Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<void>,
  room: () => number = () => concurrency,
): Promise<void> {
  const limit = pLimit(concurrency);
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let oneEnded = () => {};
  try {
    for (const item of source) {
      const task: Promise<void> = limit(work, item)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          running.delete(task);
          oneEnded();
        });
      running.add(task);
      while (running.size >= room()) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, LOOK_AGAIN_MS);
          oneEnded = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}
