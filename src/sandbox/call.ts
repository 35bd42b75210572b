import type { Answer } from './answer.js';
import type { KeyKind } from './key-access.js';
import type { Profile } from './profile.js';
import type { Store } from './store.js';
import type { UserEvent } from './user-event.js';

/** The one Didit application that a sandbox serves. */
export interface Application {
  readonly baseUrl: string;
  /** What each key may do. */
  readonly keys: Map<string, KeyKind>;
  readonly organizationId: string;
  readonly applicationId: string;
  readonly profile: Profile;
  readonly store: Store;
  /** Called for what webhooks tell of; undefined where nobody is to be told. */
  readonly notify: ((event: UserEvent) => void) | undefined;
}

/** A request that was let in: throttling, key and route are settled. */
export interface Call {
  readonly application: Application;
  readonly keyKind: KeyKind;
  /** The parts of the path that its route names in braces, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** What follows the question mark. */
  readonly query: string;
  /** The JSON of the body, not yet looked at; undefined for methods that carry none. */
  readonly body: unknown;
}

export type Handler = (call: Call) => Answer;

/** @throws Error when the route has no such part, which would be a mistake in the table of routes. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`This route has no {${name}}.`);
  return value;
}
