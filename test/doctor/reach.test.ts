import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { checkCertificate, checkClock, checkReach } from '../../src/doctor/reach.js';

test('this machine needs neither a name nor TLS', async () => {
  expect(await checkReach('http://127.0.0.1:1')).toEqual([
    { check: 'address', result: 'ok', says: '127.0.0.1 is an address already, so no name has to be looked up.' },
  ]);
});

test('a name that leads nowhere', async () => {
  // Reserved for this: RFC 2606.
  expect(await checkReach('https://didit.invalid')).toMatchObject([{ check: 'address', result: 'problem' }]);
});

test('a server that does not speak TLS', async () => {
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on a port.');
  const [, tls] = await checkReach(`https://127.0.0.1:${address.port}`);
  expect(tls).toMatchObject({
    check: 'tls',
    result: 'problem',
    says: expect.stringContaining('No safe connection to 127.0.0.1'),
  });
});

test('a certificate has days left', () => {
  expect(checkCertificate('TLSv1.3', 10 * 86_400_000, 0).says).toBe('TLS 1.3; the certificate is valid for 10 more days.');
});

test.each([
  [undefined, 'unknown'],
  [1_000_000, 'ok'],
  [1_000_000 - 59_000, 'ok'],
  [1_000_000 + 3_600_000, 'look'],
])('a clock at Didit of %s is: %s', (theirs, result) => {
  expect(checkClock(theirs, 1_000_000).result).toBe(result);
});
