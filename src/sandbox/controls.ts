import { randomBytes } from 'node:crypto';
import type { Application } from './call.js';
import type { FaultOptions } from './fault.js';
import { FaultSequence } from './fault-sequence.js';
import type { KeyKind } from './key-access.js';
import { seedUsers } from './seed-users.js';
import type { Latency } from './serve.js';
import { addSession, type SessionResult } from './session.js';
import type { Switches } from './switches.js';
import { watch } from './user-event.js';

/** What whoever runs a rehearsal can do to a sandbox while it serves. */
export interface Controls {
  /**
   * From now on these faults, counted from their beginning; undefined for none.
   * @throws RangeError for a rate that is no share from 0 to 1.
   */
  setFaults(faults: FaultOptions | undefined): void;
  /** While keys are revoked all of them are answered with 401, until they are good again. */
  setKey(state: 'good' | 'revoked'): void;
  /** From now on answers wait so long after their request took effect. */
  setLatency(latencyMs: Latency): void;
  /** Another key for the same application. */
  addKey(kind: KeyKind): string;
  /**
   * Lets a user go through a session, approved unless `result` says otherwise, as people do once they are in Didit.
   * @throws RangeError when there is no such user.
   */
  addSession(vendorData: string, result?: Partial<SessionResult>): void;
  /** So many invented users. Those that are there already are passed over. */
  seedUsers(count: number): void;
  /** Forgets users, faces, counts and rate windows. Keys and what was switched stay. */
  reset(): void;
}

export function newKey(): string {
  return `sk_test_${randomBytes(32).toString('base64url')}`;
}

/** @param others what a reset makes forget as well */
export function controlsOf(
  { store, keys, notify }: Application,
  switches: Switches,
  others: readonly ({ reset(): void } | undefined)[],
): Controls {
  return {
    setFaults(faults) {
      switches.faults = faults && new FaultSequence(faults);
    },
    setKey(state) {
      switches.key = state;
    },
    setLatency(latencyMs) {
      switches.latencyMs = latencyMs;
    },
    addKey(kind) {
      const key = newKey();
      keys.set(key, kind);
      return key;
    },
    addSession(vendorData, result) {
      const user = store.find(vendorData);
      if (!user) throw new RangeError('There is no such user.');
      watch(user, () => addSession(user, { status: 'Approved', ...result }), notify);
    },
    seedUsers(count) {
      seedUsers(store, count);
    },
    reset() {
      store.reset();
      for (const other of others) other?.reset();
    },
  };
}
