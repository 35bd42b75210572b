import { expect, test } from 'vitest';
import { sleep, throwIfStopping } from '../../src/didit/clock.js';
import { MigrateError } from '../../src/errors.js';

test('a sleep lasts as long as asked', async () => {
  const begun = performance.now();
  await sleep(50, new AbortController().signal);
  expect(performance.now() - begun).toBeGreaterThan(45);
});

test('a sleep ends at once when the run is stopping, with what stops it', async () => {
  const stop = new AbortController();
  const sleeping = sleep(60_000, stop.signal);
  stop.abort(new MigrateError('disk_full', { reason: 'ENOSPC' }));
  await expect(sleeping).rejects.toMatchObject({ code: 'disk_full' });
  await expect(sleep(60_000, stop.signal)).rejects.toMatchObject({ code: 'disk_full' });
});

test('a stop for no reason of ours is an interruption', () => {
  expect(() => throwIfStopping(AbortSignal.abort())).toThrow('Interrupted; requests in flight were allowed to finish.');
  expect(() => throwIfStopping(new AbortController().signal)).not.toThrow();
});
