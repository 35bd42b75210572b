import { isIP } from 'node:net';
import { MigrateError } from '../errors.js';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';

/** Whom links may lead to. Loopback, also by plain http, is for rehearsals on one machine. */
export type Reach = 'public' | 'public and loopback';

export function allowsAddress(reach: Reach, address: string): boolean {
  return isPublicAddress(address) || (reach !== 'public' && isLoopbackAddress(address));
}

/**
 * What can be told of a link by looking at it; a host's name says nothing before it is looked up.
 * @throws MigrateError `face_link_unsafe`, `face_link_private`
 */
export function requireAllowed(link: string, reach: Reach): URL {
  const url = URL.parse(link);
  const schemes = reach === 'public' ? ['https:'] : ['https:', 'http:'];
  if (!url || !schemes.includes(url.protocol) || url.username !== '' || url.password !== '')
    throw new MigrateError('face_link_unsafe');
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !allowsAddress(reach, literal)) throw new MigrateError('face_link_private');
  return url;
}
