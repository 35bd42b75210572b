import { expect, test } from 'vitest';
import { Outages, type RouteClass } from '../../src/didit/outage.js';
import { Patience } from '../../src/didit/patience.js';
import { MigrateError } from '../../src/errors.js';

const backoff = { baseMs: 1, capMs: 1 };
const unclear = { kind: 'unclear', sent: 'maybe', code: 'server_error', detail: { status: 503 } } as const;

function patienceWith(signal = new AbortController().signal) {
  const outages = new Outages({ threshold: 5, maxOutageMs: 60_000, backoff, signal });
  return { outages, patience: new Patience(outages, backoff, signal) };
}

/** Tries until patience ends; `between` is the class of which another item succeeds after each try. */
async function triesWith(
  { outages, patience }: ReturnType<typeof patienceWith>,
  between: RouteClass,
  answer: Parameters<Patience['wait']>[1] = unclear,
): Promise<{ tries: number; message?: string }> {
  for (let tries = 1; tries <= 100; tries += 1) {
    try {
      await patience.wait('create', answer);
    } catch (error) {
      if (!(error instanceof MigrateError)) throw error;
      expect(error).toMatchObject({ code: answer.code, next: 'try again' });
      return { tries, message: error.message };
    }
    outages.note(between, 'request', 'clear');
  }
  return { tries: 100 };
}

test.each([
  [{ code: 'server_error', detail: { status: 503 } }, 'Didit answered with a server error (503).'],
  [{ code: 'timed_out', detail: { seconds: 30 } }, 'Didit did not answer within 30 s.'],
  [{ code: 'connection_lost', detail: { reason: 'ECONNRESET' } }, 'The connection broke: ECONNRESET.'],
  [{ code: 'answer_unreadable', detail: { status: 200 } }, 'Didit’s answer could not be read (200).'],
] as const)('an item that fails eight times while others of its kind succeed is given up: %o', async (met, message) => {
  expect(await triesWith(patienceWith(), 'create', { ...unclear, ...met })).toEqual({ tries: 8, message });
});

test('where nothing of its kind succeeds an item is never given up', async () => {
  expect(await triesWith(patienceWith(), 'read')).toEqual({ tries: 100 });
});

test('each item has a patience of its own', async () => {
  const { outages, patience } = patienceWith();
  const other = new Patience(outages, backoff, new AbortController().signal);
  await triesWith({ outages, patience }, 'create');
  await other.wait('create', unclear);
});

test('a wait ends when the run is stopping', async () => {
  const stop = new AbortController();
  const { outages } = patienceWith();
  const patience = new Patience(outages, { baseMs: 60_000, capMs: 60_000 }, stop.signal);
  const waiting = patience.wait('create', unclear);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'interrupted' });
});
