import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { MigrateError } from '../errors.js';
import { allowsAddress, type Reach } from './link-rules.js';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects to addresses within reach only, whatever a name resolves to: its addresses are checked in the very lookup that the connection
 * uses, so that they cannot change in between, and the connected one once more before anything is sent. Fails with MigrateError
 * `face_link_private`.
 */
export function guardedConnector(reach: Reach, lookup: LookupFunction = systemLookup): buildConnector.connector {
  const refuse = () => new MigrateError('face_link_private');
  const guardedLookup: LookupFunction = (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = error || typeof found === 'string' ? [] : found;
      const [first] = addresses;
      if (error) done(error, []);
      // One bad address among good ones is no accident.
      else if (!first || !addresses.every(({ address }) => allowsAddress(reach, address))) done(refuse(), []);
      else if (options.all) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ lookup: guardedLookup, timeout: CONNECT_TIMEOUT_MS });
  return (options, done) => {
    connect(options, (error, socket) => {
      if (error) done(error, null);
      else if (allowsAddress(reach, socket.remoteAddress ?? '')) done(null, socket);
      else {
        socket.destroy();
        done(refuse(), null);
      }
    });
  };
}
