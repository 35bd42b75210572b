import pLimit from 'p-limit';
import type { Checkpoint } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import { digestOfFace, type FaceSource } from '../faces/index.js';

const AT_A_TIME = 8;

/**
 * Takes up faces again that ended badly: a refused one when another file stands under its name by now, an unknown one because Didit's
 * list may be readable by now, and one that somebody else had as well when nobody has it any more. What has not changed stays as it is and costs no request.
 */
export async function reopenFaces(
  { faces, sharedFaces, database }: Checkpoint,
  source: FaceSource,
  signal: AbortSignal,
): Promise<void> {
  const limit = pLimit(AT_A_TIME);
  for (const page of faces.endedBadly()) {
    throwIfStopping(signal);
    const changed = await Promise.all(
      page.map((face) =>
        limit(async () => face.state === 'unknown' || (await digestOfFace(face.references, source)) !== face.seen),
      ),
    );
    database.transaction(() => {
      for (const [index, face] of page.entries()) if (changed[index]) faces.reopen(face.id);
    });
  }
  database.transaction(() => sharedFaces.release());
}
