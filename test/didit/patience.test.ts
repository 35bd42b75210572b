import { expect, test } from 'vitest';
import { Outages, type RouteClass } from '../../src/didit/outage.js';
import { Patience } from '../../src/didit/patience.js';

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
  most: number,
): Promise<number> {
  for (let tries = 1; tries <= most; tries += 1) {
    try {
      await patience.wait('create', unclear);
    } catch (error) {
      expect(error).toMatchObject({ code: 'server_error', message: 'Didit answered with a server error (503).' });
      return tries;
    }
    outages.note(between, 'request', 'clear');
  }
  return most;
}

test('an item that fails eight times while others of its kind succeed is given up with its own code', async () => {
  expect(await triesWith(patienceWith(), 'create', 100)).toBe(8);
});

test('where nothing of its kind succeeds an item is never given up', async () => {
  expect(await triesWith(patienceWith(), 'read', 100)).toBe(100);
});

test('each item has a patience of its own', async () => {
  const { outages, patience } = patienceWith();
  const other = new Patience(outages, backoff, new AbortController().signal);
  await triesWith({ outages, patience }, 'create', 100);
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
