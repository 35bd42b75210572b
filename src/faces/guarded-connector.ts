import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { MigrateError } from '../errors.js';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';

/** Whom links may lead to. Loopback is for rehearsals on one machine. */
export type Reach = 'public' | 'public and loopback';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects to addresses within reach only, whatever a link says and a name resolves to. A name's addresses are checked in the very
 * lookup that the connection uses, so that they cannot change in between, and the connected one once more before anything is sent.
 * Fails with MigrateError `face_link_private`.
 */
export function guardedConnector(reach: Reach, lookup: LookupFunction = systemLookup): buildConnector.connector {
  const allowed = (address: string) => isPublicAddress(address) || (reach !== 'public' && isLoopbackAddress(address));
  const refuse = () => new MigrateError('face_link_private');
  const guardedLookup: LookupFunction = (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = error || typeof found === 'string' ? [] : found;
      const [first] = addresses;
      if (error) done(error, []);
      // One bad address among good ones is no accident.
      else if (!first || !addresses.every(({ address }) => allowed(address))) done(refuse(), []);
      else if (options.all) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ lookup: guardedLookup, timeout: CONNECT_TIMEOUT_MS });
  return (options, done) => {
    const literal = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !allowed(literal)) {
      done(refuse(), null);
      return;
    }
    connect(options, (error, socket) => {
      if (error || allowed(socket.remoteAddress ?? '')) {
        if (error) done(error, null);
        else done(null, socket);
        return;
      }
      socket.destroy();
      done(refuse(), null);
    });
  };
}
