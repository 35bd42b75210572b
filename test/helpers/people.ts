import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Sandbox } from '../../src/sandbox/index.js';
import { portrait, withGps } from './images.js';

/** An invented person as a row of a generic export. */
export interface Person {
  readonly vendor_data: string;
  readonly full_name: string;
  readonly date_of_birth: string;
  readonly email: string;
  readonly status: 'ACTIVE' | 'FLAGGED' | 'BLOCKED';
  readonly face: string;
}

const STATUSES = ['ACTIVE', 'active', 'Flagged', 'ACTIVE', 'BLOCKED'] as const;

/** `count` people with ids, statuses and names that a search through files finds again. Every fifth is to be BLOCKED. */
export function people(count: number, prefix = 'User'): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    vendor_data: `${prefix}-${index + 1}`,
    full_name: `Testa Findmename${index + 1}, "Jr"`,
    date_of_birth: `19${60 + (index % 40)}-0${1 + (index % 9)}-11`,
    email: `findmemail${index + 1}@example.com`,
    status: (STATUSES[index % STATUSES.length] ?? 'ACTIVE').toUpperCase() as Person['status'],
    face: `face-${index + 1}.jpg`,
  }));
}

export function toCsv(rows: readonly object[]): string {
  return stringify([...rows], { header: true });
}

/** A picture for each: those with an odd number lie on their side and carry a position. */
export async function writeFaces(folder: string, rows: readonly Person[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [index, { face }] of rows.entries()) {
    const upright = await portrait(index + 1);
    writeFileSync(join(folder, face), index % 2 ? await withGps(upright) : upright);
  }
}

/** What a perfect migration leaves on the server's side: one user each, the wanted status, never ACTIVE on the way to BLOCKED, one face. */
export function differences({ state }: Sandbox, rows: readonly Person[], facesEach = 1): string[] {
  const wrong = rows.flatMap(({ vendor_data, status }) => {
    // A sandbox that takes ids as they are keeps their case.
    const user = state.users.get(vendor_data.toLowerCase()) ?? state.users.get(vendor_data);
    if (!user) return [`${vendor_data} is missing`];
    return [
      user.status === status ? [] : `${vendor_data} is ${user.status}, not ${status}`,
      user.faces.length === facesEach ? [] : `${vendor_data} has ${user.faces.length} faces`,
      status === 'BLOCKED' && user.statusHistory.some((change) => change.status === 'ACTIVE')
        ? `${vendor_data} was ACTIVE before BLOCKED`
        : [],
      status === 'BLOCKED' && !state.blocklist.has(user.vendor_data) ? `${vendor_data} is not on the blocklist` : [],
    ].flat();
  });
  return state.users.size === rows.length ? wrong : [...wrong, `there are ${state.users.size} users, not ${rows.length}`];
}

/** Requests that were answered, by what they were for. */
export function requestsOf({ state }: Sandbox): { writes: number; reads: number } {
  let [writes, reads] = [0, 0];
  for (const [key, count] of state.requests) {
    if (key.startsWith('GET ')) reads += count;
    else writes += count;
  }
  return { writes, reads };
}
