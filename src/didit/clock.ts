import { setTimeout as delay } from 'node:timers/promises';
import { MigrateError } from '../errors.js';

/**
 * Waits `ms` milliseconds, or until `signal` fires.
 * @throws the reason of the signal when it is a MigrateError, else MigrateError `interrupted`
 */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  throwIfStopping(signal);
  try {
    await delay(ms, undefined, { signal });
  } catch {
    throwIfStopping(signal);
  }
}

/** Called before each step that must not begin any more once the run is stopping. */
export function throwIfStopping(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw signal.reason instanceof MigrateError ? signal.reason : new MigrateError('interrupted');
}
