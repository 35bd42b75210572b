import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { answer, inTurn, type Reply, readsAndWrites, scriptedServer, throttled } from '../helpers/scripted-server.js';
import { clientOf } from './client-of.js';

const user = { vendor_data: 'user-1', status: 'ACTIVE', metadata: {} } as const;
const created = answer(201, { didit_internal_id: 'id-1' });
const found = answer(200, { didit_internal_id: 'id-1' });
/** HTTP dates have no fractions: this is 1 to 2 seconds from now. */
const untilADate: Reply = (request, response) =>
  throttled({ 'retry-after': new Date(Date.now() + 2_000).toUTCString() })(request, response);

test.each<[string, Reply, number]>([
  ['in seconds', throttled({ 'retry-after': '1' }), 1_000],
  ['until a date', untilADate, 1_000],
  ['without saying how long', throttled(), 5_000],
])('a 429 %s holds all writes back, and no read', async (_, asked, atLeast) => {
  const server = await scriptedServer(readsAndWrites(found, inTurn(asked, created)));
  const client = clientOf(server);
  const writes = () => server.requests.filter(({ method }) => method === 'POST');
  const first = client.createUser(user);
  while (client.calls.sent().throttled === 0) await delay(1);
  const others = Array.from({ length: 7 }, () => client.createUser(user));
  await delay(atLeast / 4);
  expect(writes()).toHaveLength(1);
  expect(await client.getUser('user-1', client.calls.patience())).toBeDefined();
  expect(client.calls.state().write.pausedUntil).toBeGreaterThan(Date.now());

  const answers = await Promise.all([first, ...others]);
  expect(answers.every(({ kind }) => kind === 'ok')).toBe(true);
  expect(writes()).toHaveLength(9);
  const [refused, ...passed] = writes().map(({ at }) => at);
  expect(Math.min(...passed) - (refused ?? 0)).toBeGreaterThanOrEqual(atLeast - 1);
  expect(client.calls.sent()).toEqual({ read: 1, write: 9, throttled: 1 });
});

test('a read that is throttled is repeated too, and costs its item no patience', async () => {
  const asked = throttled({ 'retry-after': '0' });
  const server = await scriptedServer(inTurn(...Array<Reply>(12).fill(asked), found));
  const client = clientOf(server);
  expect(await client.getUser('user-1', client.calls.patience())).toBeDefined();
  expect(server.requests).toHaveLength(13);
});
