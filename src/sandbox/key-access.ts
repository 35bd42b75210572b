import { ROUTE_CLASSES, type RouteClass } from './route-class.js';

/**
 * What a key may do. The newest pages tell kinds of keys apart ("API keys": a primary or full key, and custom ones with a level for
 * People); "User operations" has it that the key's role decides. `sessions-only` is a key that is limited to workflows or to approved
 * sessions. `expired` and `revoked` keys are not let in at all.
 */
export const KEY_KINDS = [
  'full',
  'people-write',
  'people-read',
  'sessions-only',
  'expired',
  'revoked',
  'OWNER',
  'ADMIN',
  'COMPLIANCE_OFFICER',
  'DEVELOPER',
  'READER',
] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

const ALL: readonly RouteClass[] = ROUTE_CLASSES;
const READS: readonly RouteClass[] = ['list', 'get', 'face-list'];
/** The table names no faces: an older "Upload face" puts uploading and deleting under writing users, which is "update" here. */
const UPDATES: readonly RouteClass[] = ['patch', 'status', 'face-upload', 'face-delete'];

const MAY: Readonly<Record<KeyKind, readonly RouteClass[]>> = {
  full: ALL,
  'people-write': ALL,
  'people-read': READS,
  'sessions-only': [],
  expired: [],
  revoked: [],
  OWNER: ALL,
  ADMIN: ALL,
  COMPLIANCE_OFFICER: [...READS, ...UPDATES],
  DEVELOPER: [...READS, 'create'],
  READER: READS,
};

export function mayCall(kind: KeyKind, route: RouteClass): boolean {
  return MAY[kind].includes(route);
}

/** "Create user": a verification link is a session, which a key for People alone may not write. */
export function mayWriteSessions(kind: KeyKind): boolean {
  return kind === 'full' || kind === 'OWNER' || kind === 'ADMIN';
}
