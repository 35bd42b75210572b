import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All of IPv6 that is handed out to hosts; what lies outside holds other people's IPv4 addresses or nobody's. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Is it a host on the open internet? Not this machine, a private network, a metadata service, a multicast group, or an IPv6 form
 * behind which an IPv4 address hides (mapped, compatible, NAT64, 6to4, Teredo).
 * @param address an IP address as the system writes it
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6));
}

export function isLoopbackAddress(address: string): boolean {
  return isIP(address) !== 0 && ipaddr.process(address).range() === 'loopback';
}
