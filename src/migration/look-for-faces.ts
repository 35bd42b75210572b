import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { Archive } from '../archive.js';
import type { Checkpoint } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import { digestOfFace, type FaceCheck, type FaceSettings, lookAtFace, tuneSharp } from '../faces/index.js';

export interface LookOptions {
  readonly check: FaceCheck;
  /** What a full look prepares with. */
  readonly settings: FaceSettings;
  readonly signal: AbortSignal;
}

/** Faces in work at a time: a header may need its whole file, and a picture that is prepared takes a core. */
const AT_A_TIME: Readonly<Record<FaceCheck, number>> = { none: 16, header: 4, full: availableParallelism() };

/**
 * Notes for each wanted face whether its file is there and of use, so that the plan can say what is wrong before anything is sent.
 * Unless nothing but its being there is asked for, files that several people have are refused for all of them.
 */
export async function lookForFaces(checkpoint: Checkpoint, archive: Archive, options: LookOptions): Promise<void> {
  const { faces, database } = checkpoint;
  const { check, settings, signal } = options;
  tuneSharp();
  const limit = pLimit(AT_A_TIME[check]);
  for (const page of faces.notFound()) {
    const looks = await Promise.all(
      page.map((face) =>
        limit(async () => {
          throwIfStopping(signal);
          return { face, look: await lookAtFace(face.references, archive, check, settings) };
        }),
      ),
    );
    database.transaction(() => {
      for (const { face, look } of looks) faces.noteLook(face.id, look);
    });
  }
  if (check !== 'none') await refuseShared(checkpoint, archive, signal);
}

/** Only files of the same size can be the same: the others need not be read to know. */
async function refuseShared({ sharedFaces, database }: Checkpoint, archive: Archive, signal: AbortSignal): Promise<void> {
  const limit = pLimit(AT_A_TIME.header);
  for (const page of sharedFaces.unread()) {
    throwIfStopping(signal);
    const digests = await Promise.all(
      page.map(({ id, references }) => limit(async () => ({ id, digest: await digestOfFace(references, archive) }))),
    );
    database.transaction(() => {
      for (const { id, digest } of digests) if (digest !== undefined) sharedFaces.noteDigest(id, digest);
    });
  }
  database.transaction(() => sharedFaces.refuse());
}
