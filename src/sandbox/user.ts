import { randomUUID } from 'node:crypto';
import type { Face } from './face.js';
import { normalise } from './vendor-data.js';

export const STATUSES = ['ACTIVE', 'FLAGGED', 'BLOCKED'] as const;
export type Status = (typeof STATUSES)[number];

interface ActivityComment {
  readonly uuid: string;
  readonly comment_type: string;
  readonly comment: string | null;
  readonly actor_email: string | null;
  readonly actor_name: string;
  readonly previous_status: Status;
  readonly new_status: Status;
  readonly created_at: string;
}

/** What a caller may set: on create and, except for `vendor_data`, by PATCH. */
export interface Profile {
  full_name: string | null;
  display_name: string | null;
  date_of_birth: string | null;
  metadata: Record<string, unknown>;
  approved_emails: Record<string, boolean>;
  approved_phones: Record<string, boolean>;
  issuing_states: Record<string, number>;
}

interface StatusChange {
  readonly status: Status;
  readonly at: Date;
}

/** A user as the sandbox keeps it. */
export interface User {
  readonly didit_internal_id: string;
  readonly vendor_data: string;
  readonly profile: Profile;
  status: Status;
  readonly comments: ActivityComment[];
  readonly created_at: Date;
  updated_at: Date;
  readonly faces: Face[];
  /** Every status that the user ever had, the one it was created with first. */
  readonly statusHistory: StatusChange[];
}

export function newUser(vendorData: string, profile: Profile, status: Status): User {
  const now = new Date();
  return {
    didit_internal_id: randomUUID(),
    vendor_data: normalise(vendorData),
    profile,
    status,
    comments: [],
    created_at: now,
    updated_at: now,
    faces: [],
    statusHistory: [{ status, at: now }],
  };
}

/** Sets the status. Only a real change leaves a comment, with `reason` as its text ("Update user", "Update user status"). */
export function changeStatus(user: User, status: Status, reason: string | null): void {
  if (status === user.status) return;
  const at = new Date();
  user.comments.push({
    uuid: randomUUID(),
    comment_type: 'status_change',
    comment: reason,
    actor_email: null,
    actor_name: 'api',
    previous_status: user.status,
    new_status: status,
    created_at: at.toISOString(),
  });
  user.status = status;
  user.statusHistory.push({ status, at });
}

/** A row of "List users". Everything that only sessions could fill is empty: there are none here. */
export function listItem(user: User) {
  const { metadata, ...profile } = user.profile;
  return {
    didit_internal_id: user.didit_internal_id,
    vendor_data: user.vendor_data,
    ...profile,
    effective_name: profile.display_name || profile.full_name,
    status: user.status,
    portrait_image_url: null,
    session_count: 0,
    approved_count: 0,
    declined_count: 0,
    in_review_count: 0,
    features: {},
    features_list: [],
    last_session_at: null,
    first_session_at: null,
    last_activity_at: null,
    tags: [],
    created_at: user.created_at.toISOString(),
  };
}

/** The full record of "Get user", which create and both updates answer with as well. */
export function userDetail(user: User) {
  return {
    ...listItem(user),
    metadata: user.profile.metadata,
    comments: user.comments,
    updated_at: user.updated_at.toISOString(),
  };
}
