import type { AddedFace, UndoItem, UndoReason } from '../checkpoint/index.js';
import type { DiditUser, Patience, ProfileFace } from '../didit/index.js';
import type { DiditStatus } from '../model.js';
import { addressOf } from './address.js';
import { comment } from './face-list.js';
import { findUser } from './read-back.js';
import type { RollbackTools } from './rollback.js';

/** Of the status change, as Didit keeps it with the user. */
const REASON = 'A migration was rolled back';

/**
 * Takes back what was added to a user that was there before us. Both steps do no harm when they are repeated, so there is no intent.
 * @param status what to set it back to; undefined to leave it
 * @returns what could not be taken back; empty where all was
 */
export async function restoreUser(
  item: UndoItem,
  shown: DiditUser,
  status: DiditStatus | undefined,
  tools: RollbackTools,
): Promise<UndoReason[]> {
  const patience = tools.client.calls.patience();
  const refused = status === undefined ? [] : await setBack(item, shown, status, tools, patience);
  return [...refused, ...(await removeFaces(item, shown.didit_internal_id, tools, patience))];
}

async function setBack(
  item: UndoItem,
  shown: DiditUser,
  status: DiditStatus,
  { client }: RollbackTools,
  patience: Patience,
): Promise<UndoReason[]> {
  for (;;) {
    const answer = await client.updateStatus(addressOf(item, shown), status, REASON);
    if (answer.kind === 'refused') return ['refused'];
    const user = await findUser(item.vendorData, client, patience);
    if (user?.status === status) return [];
    if (answer.kind === 'ok') return ['status_changed'];
    await patience.wait('update', answer);
  }
}

async function removeFaces(
  { id }: UndoItem,
  diditId: string,
  { client, checkpoint }: RollbackTools,
  patience: Patience,
): Promise<UndoReason[]> {
  const added = checkpoint.undo.addedFaces(id);
  if (added.length === 0) return [];
  const listed = await client.listFaces(diditId, patience);
  const uuids = listed === 'unavailable' ? added.flatMap(({ uuid }) => uuid ?? []) : ours(listed, added);
  for (const uuid of uuids) if (!(await client.deleteFace(diditId, uuid, patience))) return ['refused'];
  if (listed === 'unavailable') return added.every(({ uuid }) => uuid !== undefined) ? [] : ['face_list_unavailable'];
  if (uuids.length === 0) return [];
  const left = await client.listFaces(diditId, patience);
  return left !== 'unavailable' && ours(left, added).length > 0 ? ['still_shown'] : [];
}

/** By uuid, and by our marker where an upload was never answered or arrived twice. */
function ours(listed: readonly ProfileFace[], added: readonly AddedFace[]): string[] {
  const isOurs = (face: ProfileFace) => added.some(({ uuid, marker }) => face.uuid === uuid || face.comment === comment(marker));
  return listed.filter(isOurs).map(({ uuid }) => uuid);
}
