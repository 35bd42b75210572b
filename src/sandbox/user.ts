import { randomUUID } from 'node:crypto';
import type { Face } from './face.js';
import type { Profile as Readings } from './profile.js';
import { type Session, sessionFields } from './session.js';

export const STATUSES = ['ACTIVE', 'FLAGGED', 'BLOCKED'] as const;
export type Status = (typeof STATUSES)[number];

interface ActivityComment {
  readonly uuid: string;
  readonly comment_type: string;
  readonly comment: string | null;
  readonly actor_email: string | null;
  readonly actor_name: string;
  readonly previous_status: Status | null;
  readonly new_status: Status | null;
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
  /** How many users were created before it. */
  readonly position: number;
  readonly profile: Profile;
  status: Status;
  readonly comments: ActivityComment[];
  readonly created_at: Date;
  updated_at: Date;
  readonly faces: Face[];
  readonly sessions: Session[];
  /** The latest result of each feature. */
  features: Readonly<Record<string, string>>;
  /** Every status that the user ever had, the one it was created with first. */
  readonly statusHistory: StatusChange[];
}

/** `vendorData` is the value that the record keeps. */
export function newUser(vendorData: string, profile: Profile, status: Status, position: number): User {
  const now = new Date();
  return {
    didit_internal_id: randomUUID(),
    vendor_data: vendorData,
    position,
    profile,
    status,
    comments: [],
    created_at: now,
    updated_at: now,
    faces: [],
    sessions: [],
    features: {},
    statusHistory: [{ status, at: now }],
  };
}

/** Sets the status. Only a real change leaves a comment, with `reason` as its text ("Update user", "Update user status"). */
export function changeStatus(user: User, status: Status, reason: string | null): void {
  if (status === user.status) return;
  comment(user, { comment_type: 'status_change', comment: reason, previous_status: user.status, new_status: status });
  user.status = status;
  user.statusHistory.push({ status, at: new Date() });
}

/** Leaves in the audit log that what a session had verified was written over ("Update user"). */
export function flagOverride(user: User, field: string): void {
  comment(user, {
    comment_type: 'audit',
    comment: `${field} was overwritten after a verified session.`,
    previous_status: null,
    new_status: null,
  });
}

function comment(user: User, what: Pick<ActivityComment, 'comment_type' | 'comment' | 'previous_status' | 'new_status'>): void {
  user.comments.push({
    uuid: randomUUID(),
    ...what,
    actor_email: null,
    actor_name: 'api',
    created_at: new Date().toISOString(),
  });
}

/** A row of "List users". */
export function listItem(user: User, approved: Readings['approved']) {
  const { display_name, full_name, date_of_birth, approved_emails, approved_phones, issuing_states } = user.profile;
  const shaped = (object: object) => (approved === 'arrays' ? Object.keys(object) : object);
  return {
    didit_internal_id: user.didit_internal_id,
    vendor_data: user.vendor_data,
    display_name,
    full_name,
    date_of_birth,
    effective_name: display_name || full_name,
    status: user.status,
    portrait_image_url: null,
    issuing_states: shaped(issuing_states),
    approved_emails: shaped(approved_emails),
    approved_phones: shaped(approved_phones),
    ...sessionFields(user),
    tags: [],
    created_at: user.created_at.toISOString(),
  };
}

/** The full record of "Get user", which create and both updates answer with as well. */
export function userDetail(user: User, approved: Readings['approved']) {
  return Object.assign(listItem(user, approved), {
    metadata: user.profile.metadata,
    comments: user.comments,
    updated_at: user.updated_at.toISOString(),
  });
}
