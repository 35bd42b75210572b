import pLimit from 'p-limit';

/**
 * Works through `source` with at most `concurrency` at a time, taking the next one only when there is room: nothing is read ahead.
 * Ends after everything begun has ended; a worker or a source that throws lets no new one begin, and its error is thrown then.
 */
export async function workThrough<T>(source: Iterable<T>, concurrency: number, work: (item: T) => Promise<void>): Promise<void> {
  const limit = pLimit(concurrency);
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for (const item of source) {
      if (failures.length > 0) break;
      const task: Promise<void> = limit(work, item)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(task));
      running.add(task);
      if (running.size >= concurrency) await Promise.race(running);
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}
