import type { FaultKind } from './fault.js';
import type { RouteClass } from './route-class.js';
import type { User } from './user.js';
import { normalise } from './vendor-data.js';

/** What a test may look at: everything that the sandbox has been told so far. */
export interface SandboxState {
  /** By normalised `vendor_data`, in the order of their creation. */
  readonly users: ReadonlyMap<string, Readonly<User>>;
  /** Normalised `vendor_data` on the system blocklist, which only update-status feeds. */
  readonly blocklist: ReadonlySet<string>;
  /** All users that were ever created, deleted ones too, by normalised `vendor_data` and in the order of their creation. */
  readonly everCreated: ReadonlyMap<string, readonly Readonly<User>[]>;
  /** How many requests came, by method, route and status: "POST /v3/users/create/ 201". The status is 0 where a fault left them without any. */
  readonly requests: ReadonlyMap<string, number>;
  /** How many faults were injected, by kind and class of route: "503-after create". */
  readonly faults: ReadonlyMap<string, number>;
  readonly faultCount: number;
  /** Requests to e-mail a verification link to a person: nothing is ever sent, but a migration should not even ask. */
  readonly verificationLinksRequested: number;
  readonly deleteAllRequested: number;
}

export class Store implements SandboxState {
  readonly users = new Map<string, User>();
  readonly blocklist = new Set<string>();
  readonly everCreated = new Map<string, User[]>();
  readonly requests = new Map<string, number>();
  readonly faults = new Map<string, number>();
  faultCount = 0;
  verificationLinksRequested = 0;
  deleteAllRequested = 0;
  readonly #byInternalId = new Map<string, User>();

  find(vendorData: string): User | undefined {
    return this.users.get(normalise(vendorData));
  }

  findByInternalId(id: string): User | undefined {
    return this.#byInternalId.get(id);
  }

  add(user: User): void {
    this.users.set(user.vendor_data, user);
    this.#byInternalId.set(user.didit_internal_id, user);
    const before = this.everCreated.get(user.vendor_data);
    if (before) before.push(user);
    else this.everCreated.set(user.vendor_data, [user]);
  }

  /** Removes the user with all that belongs to it; false when there is none. */
  remove(vendorData: string): boolean {
    const user = this.find(vendorData);
    if (!user) return false;
    this.#byInternalId.delete(user.didit_internal_id);
    return this.users.delete(user.vendor_data);
  }

  /** Removes every user and returns how many there were. */
  clear(): number {
    const count = this.users.size;
    this.users.clear();
    this.#byInternalId.clear();
    return count;
  }

  countRequest(method: string, route: string, status: number): void {
    increment(this.requests, `${method} ${route} ${status}`);
  }

  countFault(kind: FaultKind, route: RouteClass): void {
    increment(this.faults, `${kind} ${route}`);
    this.faultCount += 1;
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
