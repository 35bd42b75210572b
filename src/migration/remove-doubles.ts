import type { DoubtfulFace } from '../checkpoint/index.js';
import { isTryAgain } from '../errors.js';
import { comment, type FaceList } from './face-list.js';
import type { Tools } from './tools.js';

/**
 * An upload that was given up as lost may arrive after the second one that took its place. Those few faces are looked up once more at
 * the end of a run, and of two with our own marker one is taken away again. If the process dies here, the next run's end does it.
 */
export async function removeDoubles({ client, checkpoint, faces, signal }: Tools): Promise<void> {
  if (!faces) return;
  for (const face of checkpoint.faces.doubtful()) {
    await faces.list.settle(face.intendedAt, faces.settleMs, signal);
    try {
      await removeDouble(face, faces.list, { client, checkpoint });
    } catch (error) {
      // Patience with this one person's faces is over: it stays in doubt until the next run's end.
      if (!isTryAgain(error)) throw error;
    }
  }
}

async function removeDouble(
  face: DoubtfulFace,
  list: FaceList,
  { client, checkpoint }: Pick<Tools, 'client' | 'checkpoint'>,
): Promise<void> {
  const patience = client.calls.patience();
  const present = await list.all(face.diditId, patience);
  if (present === 'unavailable') return;
  const ours = present.filter((other) => other.comment === comment(face.marker));
  const surplus = ours.filter(({ uuid }) => uuid !== face.uuid).slice(0, Math.max(0, ours.length - 1));
  const gone = await Promise.all(surplus.map(({ uuid }) => client.deleteFace(face.diditId, uuid, patience)));
  await checkpoint.commits.commit(() => {
    checkpoint.faces.trust(face.id);
    if (gone.every(Boolean)) return;
    checkpoint.faces.giveUp(face.id, 'face_doubled');
    checkpoint.items.endPartial(face.itemId);
  });
}
