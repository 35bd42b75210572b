import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { Checkpoint, Face } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import {
  type FaceCheck,
  type FaceSettings,
  type FaceSource,
  firstFace,
  lookAtFace,
  type PreparedFace,
  prepareFace,
  tuneSharp,
} from '../faces/index.js';
import type { FaceLook } from '../model.js';

export interface LookOptions {
  readonly check: FaceCheck;
  /** What a full look prepares with. */
  readonly settings: FaceSettings;
  readonly signal: AbortSignal;
  /** Told after each page of faces how many were looked at so far. */
  readonly onLooked?: (faces: number) => void;
}

/** Faces in work at a time: a header may need its whole file, and a picture that is prepared takes a core. */
const AT_A_TIME: Readonly<Record<FaceCheck, number>> = { none: 16, header: 4, full: availableParallelism() };

/**
 * Notes for each wanted face whether its file is there and of use, so that the plan can say what is wrong before anything is sent.
 * Unless nothing but its being there is asked for, files that several people have are refused for all of them.
 */
export async function lookForFaces(checkpoint: Checkpoint, source: FaceSource, options: LookOptions): Promise<void> {
  const { faces, database } = checkpoint;
  const { check, settings, signal } = options;
  tuneSharp();
  const limit = pLimit(AT_A_TIME[check]);
  const inTurn = pLimit(1);
  const prepare = (file: Buffer) => prepareFace(file, settings, inTurn);
  let looked = 0;
  for (const page of faces.notFound()) {
    const looks = await Promise.all(
      page
        .filter(({ references }) => source.covers(references))
        .map((face) =>
          limit(async () => {
            throwIfStopping(signal);
            return { face, look: await lookAt(face, source, check, prepare) };
          }),
        ),
    );
    database.transaction(() => {
      for (const { face, look } of looks) {
        if (look === 'nothing further') faces.drop(face.id);
        else faces.noteLook(face.id, look);
      }
    });
    looked += page.length;
    options.onLooked?.(looked);
  }
  if (check !== 'none') await refuseShared(checkpoint, source, signal);
}

/** A further face of a person needs an image of its own, and whether that will do is told when those before it are settled. */
async function lookAt(
  { references, position }: Face,
  source: FaceSource,
  check: FaceCheck,
  prepare: (file: Buffer) => Promise<PreparedFace>,
): Promise<FaceLook | 'nothing further'> {
  if (position === 0) return lookAtFace(references, source, check, prepare);
  let seen = 0;
  const look = await firstFace<FaceLook>(references, source, async ({ bytes }) => {
    seen += 1;
    if (seen <= position) return undefined;
    return bytes === undefined ? { link: true } : {};
  });
  return 'problem' in look ? 'nothing further' : look;
}

/** Only files of the same size can be the same: the others need not be read to know. */
async function refuseShared({ sharedFaces, database }: Checkpoint, source: FaceSource, signal: AbortSignal): Promise<void> {
  const limit = pLimit(AT_A_TIME.header);
  for (const page of sharedFaces.unread()) {
    throwIfStopping(signal);
    const digests = await Promise.all(
      page.map(({ id, references }) =>
        limit(async () => {
          const first = await firstFace(references, source, async (face) => ({ digest: await face.digest() }));
          return { id, ...first };
        }),
      ),
    );
    database.transaction(() => {
      for (const first of digests) if ('digest' in first) sharedFaces.noteDigest(first.id, first.digest);
    });
  }
  database.transaction(() => sharedFaces.refuse());
}
