import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchLink } from '../../src/faces/fetch-link.js';
import { guardedConnector } from '../../src/faces/guarded-connector.js';
import type { Reach } from '../../src/faces/link-rules.js';
import { type Reply, scriptedServer } from '../helpers/scripted-server.js';

const IMAGE = 'the bytes of an image';
const give: Reply = (_, response) => void response.end(IMAGE);
const leadTo =
  (location: string, status = 302): Reply =>
  (_, response) =>
    void response.writeHead(status, { location }).end();
const refuse =
  (status: number, body = ''): Reply =>
  (_, response) =>
    void response.writeHead(status).end(body);

describe('what is behind a link', () => {
  test('comes whatever the host calls it, without cookies or anything else sent along', async () => {
    const server = await scriptedServer(
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(IMAGE),
    );
    expect((await fetch(`${server.baseUrl}/selfie?signature=secret`)).toString()).toBe(IMAGE);
    expect(server.requests).toHaveLength(1);
    expect(Object.keys(server.requests[0]?.headers ?? {}).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host']);
  });

  test('comes over three redirects, relative ones too, and not over four', async () => {
    const server = await scriptedServer(leadTo('/a'), leadTo('b', 307), leadTo('/c', 308), give);
    expect((await fetch(server.baseUrl)).toString()).toBe(IMAGE);
    const longer = await scriptedServer(leadTo('/again'));
    await expect(fetch(longer.baseUrl)).rejects.toMatchObject({ code: 'face_link_redirects' });
    expect(longer.requests).toHaveLength(4);
  });

  test.each([
    [200, '', undefined],
    [400, '<Code>ExpiredToken</Code>', 'face_link_expired'],
    [403, '<Message>Request has expired</Message>', 'face_link_expired'],
    [403, 'Signature not valid in the specified time frame', 'face_link_expired'],
    [403, '', 'face_link_expired'],
    [410, '', 'face_link_expired'],
    [400, 'what?', 'face_link_refused'],
    [401, 'sign in', 'face_link_refused'],
    [304, '', 'face_link_refused'],
    [404, '', 'face_link_missing'],
    [408, '', 'face_link_unreachable'],
    [429, '', 'face_link_unreachable'],
    [500, 'expired', 'face_link_unreachable'],
    [503, '', 'face_link_unreachable'],
  ])('%i %s is %s', async (status, body, code) => {
    const server = await scriptedServer(refuse(status, body));
    const outcome = await fetch(`${server.baseUrl}/?secret`).catch((error: unknown) => error);
    if (code === undefined) expect(outcome).toEqual(Buffer.from(''));
    else expect(outcome).toMatchObject({ code });
    expect(JSON.stringify(outcome) + String(outcome)).not.toContain('secret');
  });

  test('is not read beyond 20 MB, announced or not', async () => {
    const announced = await scriptedServer(
      (_, response) => void response.writeHead(200, { 'content-length': 20_000_001 }).write('x'),
    );
    await expect(fetch(announced.baseUrl)).rejects.toMatchObject({ code: 'face_too_heavy', detail: { limit: 20 } });
    const endless = await scriptedServer((_, response) => {
      const write = () => void (response.destroyed || response.write(Buffer.alloc(1_000_000), write));
      write();
    });
    await expect(fetch(endless.baseUrl)).rejects.toMatchObject({ code: 'face_too_heavy' });
  });

  test.each<[string, Reply]>([
    ['never answers', () => undefined],
    ['answers and never ends', (_, response) => void response.write('x')],
    ['leads on and on, slowly', (_, response) => void setTimeout(() => leadTo('/')({} as never, response), 150)],
  ])('times out as a whole where the host %s', async (_, reply) => {
    const server = await scriptedServer(reply);
    await expect(fetch(server.baseUrl, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'face_link_timed_out' });
  });

  test('that breaks off or is not there can be tried again, and no cause says where it was', async () => {
    const server = await scriptedServer((_, response) => void response.write('x', () => response.destroy()));
    const broken: unknown = await fetch(server.baseUrl).catch((error: unknown) => error);
    expect(broken).toMatchObject({ code: 'face_link_unreachable', next: 'try again' });
    expect(broken).not.toHaveProperty('cause');
    await expect(fetch('http://127.0.0.1:1/')).rejects.toMatchObject({ detail: { reason: 'ECONNREFUSED' } });
  });

  test('is left alone once the run stops', async () => {
    const stop = new AbortController();
    const server = await scriptedServer(() => stop.abort(new Error('stopped')));
    await expect(fetch(server.baseUrl, { signal: stop.signal })).rejects.toThrow('stopped');
  });
});

describe('nothing is fetched', () => {
  test.each([
    'http://1.1.1.1/a',
    'ftp://1.1.1.1/a',
    'file:///etc/hostname',
    'https://user:word@1.1.1.1/',
    'https://user@1.1.1.1/',
    'https://',
    'x',
  ])('by %s', async (link) => {
    await expect(fetch(link, { reach: 'public' })).rejects.toMatchObject({ code: 'face_link_unsafe' });
  });

  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://0/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[64:ff9b::a00:1]/',
    'https://[2002:a00:1::]/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://localhost/',
  ])('from %s', async (link) => {
    await expect(fetch(link, { reach: 'public' })).rejects.toMatchObject({ code: 'face_link_private' });
  });

  test.each([['10.0.0.1'], ['1.1.1.1', '127.0.0.1'], ['::1'], ['::ffff:10.0.0.1'], ['64:ff9b::1'], []])(
    'from a name that resolves to %s, %s',
    async (...addresses) => {
      const outcome = fetch('https://images.example.com/', { reach: 'public', lookup: resolver(addresses) });
      await expect(outcome).rejects.toMatchObject({ code: 'face_link_private' });
    },
  );

  test('from a name that does not resolve', async () => {
    const lookup: LookupFunction = (_host, _options, done) =>
      // The system hands nothing on beside the error.
      Reflect.apply(done, undefined, [Object.assign(new Error('images.example.com'), { code: 'ENOTFOUND' })]);
    const outcome = fetch('https://images.example.com/', { reach: 'public', lookup });
    await expect(outcome).rejects.toMatchObject({ code: 'face_link_unreachable', detail: { reason: 'ENOTFOUND' } });
  });

  test('in a private network even in a rehearsal', async () => {
    for (const link of ['http://10.0.0.1/', 'https://169.254.169.254/', 'http://[fd00::1]/'])
      await expect(fetch(link)).rejects.toMatchObject({ code: 'face_link_private' });
  });

  test('from where a redirect leads, if a link may not lead there', async () => {
    for (const [location, code] of [
      ['http://10.0.0.1/', 'face_link_private'],
      ['http://169.254.169.254/latest/', 'face_link_private'],
      ['file:///etc/hostname', 'face_link_unsafe'],
      ['http://user:word@127.0.0.1/', 'face_link_unsafe'],
      ['http://:::/', 'face_link_unsafe'],
    ] as const) {
      const server = await scriptedServer(leadTo(location));
      await expect(fetch(server.baseUrl)).rejects.toMatchObject({ code });
    }
  });

  test('from a name that resolved well a moment ago and to a private address now', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const server = await scriptedServer((request, response) => {
      response.shouldKeepAlive = false;
      leadTo(`http://images.example.com:${new URL(server.baseUrl).port}${request.path}again`)(request, response);
    });
    const lookup: LookupFunction = (host, options, done) => resolver(answers.shift() ?? [])(host, options, done);
    const link = server.baseUrl.replace('127.0.0.1', 'images.example.com');
    await expect(fetch(link, { lookup })).rejects.toMatchObject({ code: 'face_link_private' });
    expect(server.requests).toHaveLength(1);
  });
});

function resolver(addresses: readonly string[]): LookupFunction {
  return (_host, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
}

interface How {
  readonly reach?: Reach;
  readonly lookup?: LookupFunction;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

function fetch(link: string, { reach = 'public and loopback', lookup, timeoutMs = 5_000, signal }: How = {}): Promise<Buffer> {
  const dispatcher = new Agent({ connect: guardedConnector(reach, lookup) });
  onTestFinished(() => dispatcher.destroy());
  return fetchLink(link, { dispatcher, reach, timeoutMs, signal: signal ?? new AbortController().signal });
}
