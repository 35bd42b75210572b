import { randomUUID } from 'node:crypto';
import { dictionary } from './dictionary.js';
import type { User } from './user.js';

/** How a session can end, or stand. */
export const SESSION_STATUSES = ['Not Started', 'Approved', 'Declined', 'In Review'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export interface Session {
  readonly session_id: string;
  readonly session_number: number;
  readonly status: SessionStatus;
  readonly created_at: Date;
}

/** What a session found out, as far as it was said. */
export interface SessionResult {
  readonly status: SessionStatus;
  readonly full_name?: string | undefined;
  readonly date_of_birth?: string | undefined;
  /** ISO 3166-1 alpha-3 of the document. */
  readonly issuing_state?: string | undefined;
}

/** The features of an ordinary workflow. */
const FEATURES = ['OCR', 'LIVENESS', 'FACE_MATCH'] as const;

/**
 * A user goes through a session. "Lifecycle": one who is FLAGGED ends in review at best, one who is BLOCKED is declined. "Create
 * user": the first approved session may overwrite the name and the date of birth, and here it does, if it has any.
 */
export function addSession(user: User, { status: wanted, full_name, date_of_birth, issuing_state }: SessionResult): Session {
  const now = new Date();
  const status = wanted === 'Not Started' ? wanted : settled(user, wanted);
  const first = status === 'Approved' && !isVerified(user);
  const session = { session_id: randomUUID(), session_number: user.sessions.length + 1, status, created_at: now };
  user.sessions.push(session);
  if (status !== 'Not Started') user.features = Object.fromEntries(FEATURES.map((feature) => [feature, status]));
  if (first && full_name !== undefined) user.profile.full_name = full_name;
  if (first && date_of_birth !== undefined) user.profile.date_of_birth = date_of_birth;
  if (status === 'Approved' && issuing_state !== undefined) {
    const { issuing_states } = user.profile;
    user.profile.issuing_states = dictionary([
      ...Object.entries(issuing_states),
      [issuing_state, (issuing_states[issuing_state] ?? 0) + 1],
    ]);
  }
  user.updated_at = now;
  return session;
}

function settled(user: User, status: SessionStatus): SessionStatus {
  if (user.status === 'BLOCKED') return 'Declined';
  return user.status === 'FLAGGED' && status === 'Approved' ? 'In Review' : status;
}

export function isVerified(user: User): boolean {
  return user.sessions.some(({ status }) => status === 'Approved');
}

const NO_SESSIONS = {
  session_count: 0,
  approved_count: 0,
  declined_count: 0,
  in_review_count: 0,
  features: {},
  features_list: [],
  last_session_at: null,
  first_session_at: null,
  last_activity_at: null,
};

/** What a user's record says of its sessions. */
export function sessionFields({ sessions, features }: User) {
  // Nearly everybody in a migration, and it is asked for with every answer.
  if (sessions.length === 0) return NO_SESSIONS;
  const count = (status: SessionStatus) => sessions.filter((session) => session.status === status).length;
  const last = sessions.at(-1)?.created_at.toISOString() ?? null;
  return {
    session_count: sessions.length,
    approved_count: count('Approved'),
    declined_count: count('Declined'),
    in_review_count: count('In Review'),
    features,
    features_list: Object.entries(features).map(([feature, status]) => ({ feature, status })),
    last_session_at: last,
    first_session_at: sessions[0]?.created_at.toISOString() ?? null,
    last_activity_at: last,
  };
}
