import { expect, onTestFinished, test } from 'vitest';
import { linkFetcher } from '../../src/faces/link-fetcher.js';
import { type Reply, scriptedServer } from '../helpers/scripted-server.js';

const give: Reply = (_, response) => void response.end('image');
const fail: Reply = (_, response) => void response.writeHead(503).end();
const missing: Reply = (_, response) => void response.writeHead(404).end();

test('a host that has trouble is asked three times, one that says no is asked once', async () => {
  const recovering = await scriptedServer(fail, fail, give);
  const fetcher = open();
  expect((await fetcher.fetch(recovering.baseUrl)).toString()).toBe('image');

  const failing = await scriptedServer(fail);
  await expect(fetcher.fetch(failing.baseUrl)).rejects.toMatchObject({ code: 'face_link_unreachable' });
  expect(failing.requests).toHaveLength(3);

  const refusing = await scriptedServer(missing);
  await expect(fetcher.fetch(refusing.baseUrl)).rejects.toMatchObject({ code: 'face_link_missing' });
  expect(refusing.requests).toHaveLength(1);
});

test('a host that is out is left alone after ten failures in a row, and another one is not', async () => {
  const failing = await scriptedServer(fail);
  const fine = await scriptedServer(give);
  const fetcher = open();
  for (let face = 0; face < 20; face += 1)
    await expect(fetcher.fetch(`${failing.baseUrl}/${face}`)).rejects.toMatchObject({ code: 'face_link_unreachable' });
  expect(failing.requests).toHaveLength(10);
  expect((await fetcher.fetch(fine.baseUrl)).toString()).toBe('image');
});

test('eight links are in work at a time', async () => {
  let open8 = 0;
  let most = 0;
  const server = await scriptedServer((_, response) => {
    open8 += 1;
    most = Math.max(most, open8);
    setTimeout(() => {
      open8 -= 1;
      response.end('image');
    }, 20);
  });
  const fetcher = open();
  await Promise.all(Array.from({ length: 40 }, (_, face) => fetcher.fetch(`${server.baseUrl}/${face}`)));
  expect(most).toBe(8);
  expect(server.requests).toHaveLength(40);
});

test('a stop ends the waiting for a further try', async () => {
  const stop = new AbortController();
  const server = await scriptedServer((request, response) => {
    void fail(request, response);
    setTimeout(() => stop.abort(new Error('stopped')), 50);
  });
  await expect(open({ pausesMs: [60_000], signal: stop.signal }).fetch(server.baseUrl)).rejects.toThrow('stopped');
});

function open({ pausesMs = [1, 1], signal = new AbortController().signal } = {}) {
  const fetcher = linkFetcher({ reach: 'public and loopback', signal, pausesMs });
  onTestFinished(() => fetcher.close());
  return fetcher;
}
