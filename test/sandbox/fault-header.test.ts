import { expect, test } from 'vitest';
import { FAULT_KINDS } from '../../src/sandbox/fault.js';
import { FAULT_HEADER, parseFaultHeader } from '../../src/sandbox/fault-header.js';
import { talkToSandbox } from './talk.js';

test('a request asks for any fault there is, and how long it lasts', () => {
  for (const kind of FAULT_KINDS) expect(parseFaultHeader(kind)).toEqual({ kind, variant: 0, delayMs: 1000 });
  expect(parseFaultHeader(' late ; delay=200')).toEqual({ kind: 'late', variant: 0, delayMs: 200 });
});

test('a request that asks for a fault meets it, and no other request does', async () => {
  const { sandbox, send, createUser } = await talkToSandbox();
  const headers = { 'x-api-key': sandbox.apiKey, [FAULT_HEADER]: '503-after' };
  expect((await send('POST', '/v3/users/create/', { vendor_data: 'user-1' }, headers)).status).toBe(503);
  expect((await createUser({ vendor_data: 'user-1' })).status).toBe(400);
  expect(Object.fromEntries(sandbox.state.faults)).toEqual({ '503-after create': 1 });
});

test('a fault that was asked for leaves the row of a seed as it is', async () => {
  const statuses = async (ask: boolean) => {
    const { sandbox, send } = await talkToSandbox({ faults: { seed: 1, rules: [{ kind: '403', rate: 0.5, routes: ['list'] }] } });
    if (ask) await send('GET', '/v3/users/', undefined, { 'x-api-key': sandbox.apiKey, [FAULT_HEADER]: '503-before' });
    const seen: number[] = [];
    for (let index = 0; index < 12; index++) seen.push((await send('GET', '/v3/users/')).status);
    return seen;
  };
  expect(await statuses(true)).toEqual(await statuses(false));
});

test('a fault that there is not is refused with the names of those that there are', async () => {
  const { sandbox, send } = await talkToSandbox();
  const { status, body } = await send('GET', '/v3/users/', undefined, { 'x-api-key': sandbox.apiKey, [FAULT_HEADER]: '503' });
  expect(status).toBe(400);
  expect(body['detail']).toContain('503-before, 503-after');
});
