import { expect, onTestFinished, test } from 'vitest';
import { Transport } from '../../src/didit/transport.js';
import {
  answer,
  cutShort,
  inTurn,
  late,
  type Reply,
  resetAfter,
  resetBefore,
  scriptedServer,
  silence,
} from '../helpers/scripted-server.js';

function transportTo({ baseUrl }: { baseUrl: string }, connections = 4, timeoutMs = 200): Transport {
  const transport = new Transport({ baseUrl, apiKey: 'sk_test_key', requestTimeoutMs: timeoutMs, connections });
  onTestFinished(() => transport.close());
  return transport;
}

const post = { method: 'POST', path: '/v3/users/create/', body: Buffer.from('{"vendor_data":"user-1"}') } as const;
const BROKEN = expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/);
const stalled: Reply = (_, response) => void response.writeHead(200).write('{"half":');
const garbled: Reply = (_, response) => void response.socket?.end('HTTP/1.1 200 OK\r\nTesta Sample\r\n\r\n');

test('a request carries the key, and a content type only where there is content', async () => {
  const server = await scriptedServer(answer(200, '{"a":1}', { 'x-odd': 'yes' }));
  const transport = transportTo(server);
  expect(await transport.send(post)).toMatchObject({ status: 200, headers: { 'x-odd': 'yes' }, text: '{"a":1}' });
  await transport.send({ method: 'GET', path: '/v3/users/user-1/' });
  const [write, read] = server.requests;
  expect(write).toMatchObject({ method: 'POST', path: '/v3/users/create/' });
  expect(write?.headers).toMatchObject({ 'x-api-key': 'sk_test_key', 'content-type': 'application/json' });
  expect(await write?.body).toBe('{"vendor_data":"user-1"}');
  expect(read?.headers).toMatchObject({ 'x-api-key': 'sk_test_key', accept: 'application/json' });
  expect(read?.headers).not.toHaveProperty('content-type');
});

test.each<[string, Reply, unknown]>([
  ['says nothing', silence, 'timeout'],
  ['stops speaking in the middle', stalled, 'timeout'],
  ['breaks the connection before reading', resetBefore, BROKEN],
  ['breaks the connection after reading', resetAfter, BROKEN],
  ['breaks the connection in the middle of its answer', cutShort(201, '{"uuid":'), BROKEN],
  ['speaks no HTTP', garbled, 'HTTPParserError'],
  ['never stops speaking', answer(200, 'x'.repeat(9 * 1024 * 1024)), 'UND_ERR_RES_EXCEEDED_MAX_SIZE'],
])('when the server %s the request may have been carried out, and is not repeated', async (_, reply, reason) => {
  const server = await scriptedServer(reply);
  // Nine megabytes take their time where others work as well.
  const timeoutMs = reason === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? 10_000 : 200;
  expect(await transportTo(server, 4, timeoutMs).send(post)).toEqual({ sent: 'maybe', reason });
  expect(server.requests).toHaveLength(1);
});

test('where nobody listens the request has certainly not left', async () => {
  const baseUrl = 'http://127.0.0.1:1';
  expect(await transportTo({ baseUrl }).send(post)).toEqual({ sent: 'no', reason: 'ECONNREFUSED' });
});

test('a redirect is handed over and not followed', async () => {
  const elsewhere = await scriptedServer(answer(200, {}));
  const server = await scriptedServer(answer(307, '', { location: elsewhere.baseUrl }));
  expect(await transportTo(server).send(post)).toMatchObject({ status: 307 });
  expect([server.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
});

test('a broken connection breaks no other request', async () => {
  const server = await scriptedServer(
    inTurn(
      resetAfter,
      late(() => 50, answer(201, {})),
    ),
  );
  const transport = transportTo(server);
  const responses = await Promise.all(Array.from({ length: 8 }, () => transport.send(post)));
  expect(responses.filter((response) => 'status' in response)).toHaveLength(7);
  expect(server.requests).toHaveLength(8);
});

test('closing ends what is on its way', async () => {
  const server = await scriptedServer(silence);
  const transport = transportTo(server);
  const sending = transport.send(post);
  await transport.close();
  expect(await sending).toMatchObject({ sent: 'maybe' });
});
