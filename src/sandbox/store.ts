import type { User } from './user.js';
import { normalise } from './vendor-data.js';

/** What a test may look at: everything that the sandbox has been told so far. */
export interface SandboxState {
  /** By normalised `vendor_data`, in the order of their creation. */
  readonly users: ReadonlyMap<string, Readonly<User>>;
  /** Normalised `vendor_data` on the system blocklist, which only update-status feeds. */
  readonly blocklist: ReadonlySet<string>;
  /** How many requests were answered, by method, route and status: "POST /v3/users/create/ 201". */
  readonly requests: ReadonlyMap<string, number>;
  /** Requests to e-mail a verification link to a person: nothing is ever sent, but a migration should not even ask. */
  readonly verificationLinksRequested: number;
  readonly deleteAllRequested: number;
}

export class Store implements SandboxState {
  readonly users = new Map<string, User>();
  readonly blocklist = new Set<string>();
  readonly requests = new Map<string, number>();
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
    const key = `${method} ${route} ${status}`;
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
  }
}
