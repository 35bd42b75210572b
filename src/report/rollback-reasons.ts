import type { UndoReason } from '../checkpoint/index.js';

/** What each reason means, in the order in which they are told. */
export const REASONS: Readonly<Record<UndoReason, string>> = {
  was_there_before: 'was in Didit before this migration',
  has_sessions: 'has verified or begun a session since: never deleted',
  sessions_unknown: 'Didit does not show whether there are sessions',
  edited: 'somebody has edited the user since',
  status_changed: 'somebody else has set the status',
  mark_gone: 'the mark of this migration is gone from metadata',
  another_user: 'another user has taken the place of ours',
  metadata_stays: 'what --on-existing update merged into metadata stays',
  user_gone: 'somebody has deleted the user',
  refused: 'Didit refused it',
  unread: 'Didit did not give a clear answer',
  face_list_unavailable: 'a face that may be there could not be looked up',
  still_shown: 'Didit still shows what it was asked to delete',
};

export const REASON_NAMES = Object.keys(REASONS).filter((key): key is UndoReason => Object.hasOwn(REASONS, key));
