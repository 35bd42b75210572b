import type { FaultKind } from './fault.js';
import type { Profile } from './profile.js';
import type { RouteClass } from './route-class.js';
import type { User } from './user.js';
import { userKey } from './vendor-data.js';

/** What a test may look at: everything that the sandbox has been told so far. */
export interface SandboxState {
  /** By the `vendor_data` of their records, in the order of their creation; deleted ones are not among them. */
  readonly users: ReadonlyMap<string, Readonly<User>>;
  /** `vendor_data` on the system blocklist. */
  readonly blocklist: ReadonlySet<string>;
  /** All users that were ever created, deleted ones too, by `vendor_data` and in the order of their creation. */
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
  #added = 0;
  readonly #softDeleted = new Map<string, User>();
  readonly #profile: Pick<Profile, 'ids' | 'deletion'>;

  constructor(profile: Pick<Profile, 'ids' | 'deletion'>) {
    this.#profile = profile;
  }

  /** What the record of such a user keeps. */
  keyOf(vendorData: string): string {
    return userKey(this.#profile.ids, vendorData);
  }

  find(vendorData: string): User | undefined {
    return this.users.get(this.keyOf(vendorData));
  }

  /** One who is softly deleted too, unless there is a new one of the same `vendor_data`. */
  findEvenDeleted(vendorData: string): User | undefined {
    return this.find(vendorData) ?? this.#softDeleted.get(this.keyOf(vendorData));
  }

  findByInternalId(id: string): User | undefined {
    return this.#byInternalId.get(id);
  }

  /** How many users there ever were. */
  get everAdded(): number {
    return this.#added;
  }

  add(user: User): void {
    this.#added += 1;
    this.users.set(user.vendor_data, user);
    this.#byInternalId.set(user.didit_internal_id, user);
    const before = this.everCreated.get(user.vendor_data);
    if (before) before.push(user);
    else this.everCreated.set(user.vendor_data, [user]);
  }

  /** Removes the user with all that belongs to it and returns it; undefined when there is none. */
  remove(vendorData: string): User | undefined {
    const user = this.find(vendorData);
    if (!user) return undefined;
    this.#byInternalId.delete(user.didit_internal_id);
    this.users.delete(user.vendor_data);
    if (this.#profile.deletion === 'soft') this.#softDeleted.set(user.vendor_data, user);
    return user;
  }

  /** Puts the user on the system blocklist if it is BLOCKED, takes it off otherwise. */
  setBlocked({ vendor_data, status }: User): void {
    if (status === 'BLOCKED') this.blocklist.add(vendor_data);
    else this.blocklist.delete(vendor_data);
  }

  /** Forgets everything, as if the sandbox had just been started. */
  reset(): void {
    for (const kept of [this.users, this.#byInternalId, this.#softDeleted, this.blocklist, this.everCreated]) kept.clear();
    for (const counts of [this.requests, this.faults]) counts.clear();
    this.faultCount = 0;
    this.verificationLinksRequested = 0;
    this.deleteAllRequested = 0;
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
