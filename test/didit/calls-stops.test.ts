import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { Client } from '../../src/didit/client.js';
import { MigrateError } from '../../src/errors.js';
import { answer, inTurn, late, type Reply, readsAndWrites, scriptedServer } from '../helpers/scripted-server.js';
import { clientOf } from './client-of.js';

const user = { vendor_data: 'user-1', status: 'ACTIVE', metadata: {} } as const;
const created = answer(201, { didit_internal_id: 'id-1' });
const found = answer(200, { didit_internal_id: 'id-1' });
const invalid = answer(400, { date_of_birth: ['Wrong format.'] });

const CALLS: Record<string, (client: Client) => Promise<unknown>> = {
  create: (client) => client.createUser(user),
  get: (client) => client.getUser('user-1', client.calls.patience()),
  update: (client) => client.updateUser('user-1', {}),
  status: (client) => client.updateStatus('user-1', 'FLAGGED', undefined),
  face: (client) => client.uploadFace('id-1', Buffer.from('jpeg'), 'mark-1'),
  list: (client) => client.listFaces('id-1', client.calls.patience()),
};
const call = (name: string, client: Client) => CALLS[name]?.(client);
const everyCall = Object.keys(CALLS);
const aboutUsers = ['create', 'get', 'update', 'status'];

test.each([
  ...everyCall.map((name) => [401, name, 'key_refused'] as const),
  ...everyCall.map((name) => [402, name, 'payment_required'] as const),
  ...everyCall.map((name) => [302, name, 'redirected'] as const),
  ...aboutUsers.map((name) => [403, name, 'key_lacks_access'] as const),
  ...[404, 405].map((status) => [status, 'create', 'route_missing'] as const),
])('%i to %s stops the run: %s', async (status, name, code) => {
  const elsewhere = await scriptedServer(answer(200, {}));
  const server = await scriptedServer(answer(status, { detail: 'No.' }, { location: elsewhere.baseUrl }));
  await expect(call(name, clientOf(server))).rejects.toMatchObject({ code, next: 'stop the run', exit: 3 });
  expect([server.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
});

test('a stop says what was refused', async () => {
  const server = await scriptedServer(answer(403), answer(404));
  const client = clientOf(server);
  await expect(call('status', client)).rejects.toThrow('The API key may not do this (403): set a status.');
  await expect(call('create', client)).rejects.toThrow('The target has no such route (404): create a user.');
});

test('what a refused face or change means is left to the caller, who can look at the user', async () => {
  const server = await scriptedServer(answer(403), answer(404), answer(404));
  const client = clientOf(server);
  expect(await call('face', client)).toMatchObject({ kind: 'refused', status: 403 });
  expect(await call('face', client)).toMatchObject({ kind: 'refused', status: 404 });
  expect(await call('update', client)).toMatchObject({ kind: 'refused', status: 404 });
});

test('the twentieth identical refusal in a row stops the run', async () => {
  const server = await scriptedServer(invalid);
  const client = clientOf(server);
  for (let n = 1; n < 20; n += 1) expect(await client.createUser(user)).toMatchObject({ kind: 'refused' });
  await expect(client.createUser(user)).rejects.toMatchObject({
    code: 'refused_alike',
    message: '20 writes in a row were refused with the same answer: create a user: 400 fields date_of_birth.',
  });
  expect(server.requests).toHaveLength(20);
});

test('with a success between, twenty identical refusals are about the people', async () => {
  const nineteen = Array<Reply>(19).fill(invalid);
  const server = await scriptedServer(...nineteen, created, ...nineteen);
  const client = clientOf(server);
  for (let n = 0; n < 39; n += 1) await client.createUser(user);
  expect(server.requests).toHaveLength(39);
});

test('people who turn out to be there already are no refusal, however Didit words it', async () => {
  const server = await scriptedServer(readsAndWrites(found, answer(409)));
  const client = clientOf(server);
  for (let n = 0; n < 25; n += 1) {
    expect(await client.createUser(user)).toMatchObject({ body: { duplicate: 'maybe' } });
    await client.getUser('user-1', client.calls.patience());
  }
  expect(server.requests).toHaveLength(50);
});

test('nothing that the server says is in an answer or an error', async () => {
  const name = 'Testa Sample';
  const replies = [200, 302, 400, 401, 402, 403, 404, 409, 429, 500].flatMap((status) =>
    [`<html>${name}</html>`, { detail: name }, [name], { full_name: [name] }].map((body) =>
      answer(status, body, { location: `http://127.0.0.1:1/${name.replace(' ', '-')}`, 'retry-after': '0', 'x-name': name }),
    ),
  );
  for (const reply of replies) {
    const server = await scriptedServer(reply, created);
    const said = await clientOf(server)
      .createUser(user)
      .catch((error: unknown) => {
        expect(error).toBeInstanceOf(MigrateError);
        return error;
      });
    // What Didit did is the user's own record and goes to the caller.
    if (!isOk(said)) expect(inspect(said, { depth: 9 })).not.toMatch(/Testa/);
  }
});

test('in an outage one request at a time is sent, reads go on, and its end costs nobody anything', async () => {
  let inFlight = 0;
  let most = 0;
  let down = true;
  const writes: Reply = async (request, response) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await late(() => 20, down ? answer(503) : created)(request, response);
    inFlight -= 1;
  };
  const server = await scriptedServer(readsAndWrites(found, writes));
  const client = clientOf(server, { backoff: { baseMs: 20, capMs: 40 } });
  const create = async () => {
    for (const patience = client.calls.patience(); ; ) {
      const answer = await client.createUser(user);
      if (answer.kind !== 'unclear') return answer.kind;
      await patience.wait('create', answer);
    }
  };
  const workers = Array.from({ length: 8 }, create);
  while (client.calls.state().outages.length === 0 || inFlight > 0) await new Promise(setImmediate);
  most = 0;
  const begun = server.requests.length;
  while (server.requests.length < begun + 4) await new Promise(setImmediate);
  expect(most).toBe(1);
  expect(await call('get', client)).toBeDefined();
  expect(client.calls.state().outages).toMatchObject([{ route: 'create' }]);
  down = false;
  expect(await Promise.all(workers)).toEqual(Array(8).fill('ok'));
  expect(client.calls.state().outages).toEqual([]);
});

test('an outage that lasts longer than allowed stops the run', async () => {
  const server = await scriptedServer(answer(503));
  const client = clientOf(server, { maxOutageMs: 200 });
  await expect(call('get', client)).rejects.toMatchObject({ code: 'outage', exit: 3 });
});

test('a server that answers again is used again, whatever it said in between', async () => {
  const server = await scriptedServer(inTurn(...Array<Reply>(7).fill(answer(502, '<html>Bad gateway</html>')), found));
  expect(await call('get', clientOf(server))).toMatchObject({ didit_internal_id: 'id-1' });
  expect(server.requests).toHaveLength(8);
});

function isOk(said: unknown): boolean {
  return typeof said === 'object' && said !== null && 'kind' in said && said.kind === 'ok';
}
