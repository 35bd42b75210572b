import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { isSystemError } from '../system-error.js';
import type { Check } from './check.js';

const CONNECT_MS = 10_000;
const DAY_MS = 86_400_000;

/** Whether Didit's address leads somewhere, and safely. Nothing is sent to it yet. */
export async function checkReach(baseUrl: string): Promise<Check[]> {
  const { hostname, port, protocol } = new URL(baseUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const address = await checkAddress(host);
  if (address.result === 'problem' || protocol !== 'https:') return [address];
  return [address, await checkTls(host, Number(port || 443))];
}

async function checkAddress(host: string): Promise<Check> {
  if (isIP(host) || host === 'localhost')
    return { check: 'address', result: 'ok', says: `${host} is an address already, so no name has to be looked up.` };
  try {
    const found = await lookup(host, { all: true });
    return {
      check: 'address',
      result: 'ok',
      says: `The name ${host} leads to ${found.length === 1 ? 'an address' : `${found.length} addresses`}.`,
    };
  } catch (error) {
    const code = isSystemError(error) ? error.code : 'unknown';
    const to_do = 'Check --base-url and that this machine reaches the internet; a firewall or a DNS filter may be in the way.';
    return { check: 'address', result: 'problem', says: `The name ${host} leads nowhere (${code}).`, to_do };
  }
}

function checkTls(host: string, port: number): Promise<Check> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, servername: isIP(host) ? '' : host, timeout: CONNECT_MS });
    const settle = (check: Check) => {
      socket.destroy();
      resolve(check);
    };
    socket.once('secureConnect', () => {
      const validTo = Date.parse(socket.getPeerCertificate().valid_to);
      settle(checkCertificate(socket.getProtocol() ?? 'TLS', validTo, Date.now()));
    });
    const refuse = (code: string) =>
      settle({
        check: 'tls',
        result: 'problem',
        says: `No safe connection to ${host} (${code}).`,
        to_do:
          'A wrong clock, a firewall or a proxy that opens connections may be the cause; NODE_EXTRA_CA_CERTS names the certificate of such a proxy.',
      });
    socket.once('error', (error: NodeJS.ErrnoException) => refuse(error.code ?? 'unknown'));
    socket.once('timeout', () => refuse('timeout'));
  });
}

/** @param validTo in milliseconds since 1970 */
export function checkCertificate(protocol: string, validTo: number, now: number): Check {
  const days = Math.floor((validTo - now) / DAY_MS);
  return { check: 'tls', result: 'ok', says: `${protocol.replace('v', ' ')}; the certificate is valid for ${days} more days.` };
}

const SMALL_DIFFERENCE_MS = 60_000;

/**
 * Times of decisions and births are compared with this clock, and a 429 may say until when to wait.
 * @param theirs Didit's clock, in milliseconds since 1970; undefined where it was not told
 */
export function checkClock(theirs: number | undefined, ours: number): Check {
  if (theirs === undefined) return { check: 'clock', result: 'unknown', says: 'Didit did not tell its time.' };
  const seconds = Math.round(Math.abs(ours - theirs) / 1000);
  const says = `The clocks here and at Didit differ by ${seconds} s.`;
  if (seconds * 1000 <= SMALL_DIFFERENCE_MS) return { check: 'clock', result: 'ok', says };
  return {
    check: 'clock',
    result: 'look',
    says,
    to_do: 'Set the clock of this machine: waits that Didit asks for are told as times.',
  };
}
