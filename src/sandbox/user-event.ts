import { isDeepStrictEqual } from 'node:util';
import { type Status, type User, userDetail } from './user.js';

/** What befell a user, as far as a webhook tells of it. */
export type UserEvent =
  | { readonly type: 'user.data.updated'; readonly user: User; readonly changes?: Changes; readonly deletedAt?: Date }
  | { readonly type: 'user.status.updated'; readonly user: User; readonly previousStatus: Status };

export type Changes = Readonly<Record<string, { readonly previous: unknown; readonly current: unknown }>>;

/** What "Entity webhooks" names as fields that `changed_fields` may hold, as far as there are such here. */
const WATCHED = [
  'display_name',
  'full_name',
  'date_of_birth',
  'metadata',
  'issuing_states',
  'approved_emails',
  'approved_phones',
  'features',
  'session_count',
  'approved_count',
  'declined_count',
  'in_review_count',
  'first_session_at',
  'last_session_at',
] as const;

/**
 * Does something to a user and tells what has become of it: a change of fields, a change of the status, both or nothing. Looking for
 * that costs more than most changes, so it is left out where nobody is to be told.
 */
export function watch(user: User, change: () => void, notify: ((event: UserEvent) => void) | undefined): void {
  if (!notify) {
    change();
    return;
  }
  const before = userDetail(user, 'objects');
  change();
  const after = userDetail(user, 'objects');
  const fields = WATCHED.filter((field) => before[field] !== after[field] && !isDeepStrictEqual(before[field], after[field]));
  const changes = Object.fromEntries(fields.map((field) => [field, { previous: before[field], current: after[field] }]));
  if (fields.length > 0) notify({ type: 'user.data.updated', user, changes });
  if (before.status !== after.status) notify({ type: 'user.status.updated', user, previousStatus: before.status });
}
