import { expect, test } from 'vitest';
import { type Standstill, waitingFor } from '../../src/progress/waiting-for.js';

const NOW = 1_000_000;
const going: Standstill = {
  client: {
    read: { pausedUntil: 0, waiting: undefined, used: 3 },
    write: { pausedUntil: 0, waiting: undefined, used: 3 },
    outages: [],
  },
  limits: { read: 480, write: 240 },
  nextAt: { read: undefined, write: undefined },
  uploads: 0,
};
const { client } = going;
const spent = {
  ...going,
  client: { ...client, write: { ...client.write, used: 240 } },
  nextAt: { read: undefined, write: NOW + 11_200 },
};
const readsSpent = {
  ...going,
  client: { ...client, read: { ...client.read, used: 480 } },
  nextAt: { read: NOW + 53_000, write: undefined },
};

test.each<[string, Standstill, unknown]>([
  ['nothing', going, null],
  ['the limit, with the seconds until a write is free', spent, { for: 'limit', seconds: 12 }],
  ['the limit of the reads', readsSpent, { for: 'read_limit', seconds: 53 }],
  ['unanswered uploads', { ...going, uploads: 2 }, { for: 'uploads', count: 2 }],
  [
    'what Didit asked for, rather than the limit',
    { ...spent, client: { ...client, read: { ...client.read, pausedUntil: NOW + 30_000 } } },
    { for: 'retry_after', seconds: 30 },
  ],
  [
    'the Redis in which all processes count, rather than the limit',
    { ...spent, client: { ...spent.client, read: { ...client.read, waiting: { for: 'redis', seconds: 7 } } } },
    { for: 'redis', seconds: 7 },
  ],
  [
    'an outage, rather than anything',
    { ...spent, client: { ...client, outages: [{ name: 'create', since: NOW - 90_000 }] } },
    { for: 'outage', seconds: 90, what: 'create' },
  ],
])('%s', (_, standstill, waiting) => {
  expect(waitingFor(standstill, NOW)).toEqual(waiting);
});
