import { randomUUID } from 'node:crypto';
import type { Profile } from './profile.js';
import { userDetail } from './user.js';
import type { UserEvent } from './user-event.js';

/**
 * What is sent for an event. "Entity webhooks" has two shapes: the newer version is flat and says what happened in `webhook_type`,
 * the older one wraps the record in `data` and gives a reason. Which fields of the record come along is ours.
 */
export function webhookBody(event: UserEvent, applicationId: string, { webhook, approved }: Profile, now: Date): object {
  const { comments, ...record } = userDetail(event.user, approved);
  const about = { ...(event.type === 'user.data.updated' ? record : brief(record)), ...whatHappened(event) };
  if (webhook === 'envelope') {
    const cause = event.type === 'user.status.updated' && { reason: 'api', actor: 'api' };
    const data = { uuid: event.user.didit_internal_id, ...about, ...cause };
    return { event: event.type, application_id: applicationId, timestamp: now.toISOString(), data };
  }
  const seconds = Math.floor(Number(now) / 1000);
  // The event's own fields come last: its `created_at` stands where the record's would.
  const own = { event_id: randomUUID(), webhook_type: event.type, timestamp: seconds, created_at: seconds };
  return { ...about, ...own, application_id: applicationId };
}

function brief({ didit_internal_id, vendor_data, status, metadata }: Omit<ReturnType<typeof userDetail>, 'comments'>) {
  return { didit_internal_id, vendor_data, status, metadata };
}

function whatHappened(event: UserEvent): object {
  if (event.type === 'user.status.updated') return { previous_status: event.previousStatus };
  const { changes, deletedAt } = event;
  return {
    ...(changes && { changed_fields: Object.keys(changes), changes }),
    ...(deletedAt && { deleted_at: deletedAt.toISOString() }),
  };
}
