import type { UploadedFace, VerifyItem, VerifyResult } from '../checkpoint/index.js';
import { type DiditUser, nonceOf, type ProfileFace } from '../didit/index.js';
import { type DiditStatus, strictness, type User } from '../model.js';
import { comment } from './face-list.js';
import { profileChanges } from './profile-changes.js';
import { changedSince } from './profile-marks.js';
import { isDeleted } from './rollback-step.js';

/** What an export says of a person. */
export interface Expected {
  readonly user: User;
  readonly status: DiditStatus;
}

/** What Didit shows of an item's user, and what it is held against. */
export interface Evidence {
  /** Undefined where Didit shows nobody under the id. */
  readonly shown: DiditUser | undefined;
  readonly uploaded: readonly UploadedFace[];
  /** Undefined where the list could not be read, or nobody needed it. */
  readonly faces: readonly ProfileFace[] | undefined;
  /** Undefined where the export was not given, or does not have the person. */
  readonly expected: Expected | undefined;
  /** Keys the marks of the profile. */
  readonly secret: string;
}

/**
 * Is the user as the migration has left it, and, where the export is given, as the export has it? The profile of a user that was there
 * before is its own, but for what was merged into it.
 * @returns the result with the names of what differs
 */
export function verifyUser(
  item: VerifyItem,
  evidence: Evidence,
): { readonly result: VerifyResult; readonly fields: readonly string[] } {
  const { shown } = evidence;
  if (!shown || isDeleted(shown)) return { result: 'missing', fields: [] };
  if (shown.didit_internal_id !== item.diditId) return { result: 'not ours', fields: [] };
  const fields = [
    ...(statusDiffers(item, shown.status, evidence.expected?.status) ? ['status'] : []),
    ...(item.origin === 'created' && nonceOf(shown) !== item.nonce ? ['stamp'] : []),
    ...profileFields(item, shown, evidence),
    ...faceFields(evidence),
  ];
  return { result: fields.length > 0 ? 'differs' : 'match', fields };
}

function statusDiffers(
  { origin, state, wanted, statusSeen }: VerifyItem,
  shown: string | undefined,
  expected: DiditStatus | undefined,
): boolean {
  // What a later export wants and nobody has sent yet is no difference, unless that export is what is asked for.
  const waiting = state === 'pending' || state === 'in progress';
  if (origin === 'created') return shown !== (expected ?? (waiting ? statusSeen : wanted));
  const rank = shown === undefined ? undefined : strictness(shown);
  const looser = rank === undefined || rank < (strictness(expected ?? wanted) ?? 0);
  return shown !== statusSeen || (looser && !waiting);
}

function profileFields(item: VerifyItem, { record }: DiditUser, { expected, secret }: Evidence): string[] {
  const created = item.origin === 'created';
  const since = created ? changedSince(item.marks ?? '', record, secret) : [];
  const compared = expected && (created || item.applied !== undefined);
  const wrong = compared ? Object.keys(profileChanges(record, expected.user, created ? 'profile' : 'metadata')) : [];
  // What Didit does not show at all cannot be told to differ.
  return [...new Set<string>([...since, ...wrong.filter((field) => field in record)])];
}

function faceFields({ uploaded, faces }: Evidence): string[] {
  if (!faces) return [];
  const marked = (marker: string | undefined) => faces.filter((face) => marker !== undefined && face.comment === comment(marker));
  const there = ({ uuid, marker }: UploadedFace) => faces.some((face) => face.uuid === uuid) || marked(marker).length > 0;
  return [
    ...(uploaded.every(there) ? [] : ['face']),
    ...(uploaded.some(({ marker }) => marked(marker).length > 1) ? ['face_doubled'] : []),
  ];
}
