import pLimit from 'p-limit';
import type { Archive } from '../archive.js';
import type { Checkpoint } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import { locateFace } from '../faces/index.js';

const AT_A_TIME = 16;

/** Notes for each wanted face whether its file is there, so that the plan can say what is missing before anything is sent. */
export async function lookForFaces({ faces, database }: Checkpoint, archive: Archive, signal: AbortSignal): Promise<void> {
  const limit = pLimit(AT_A_TIME);
  for (const page of faces.notFound()) {
    throwIfStopping(signal);
    const looks = await Promise.all(
      page.map((face) => limit(async () => ({ face, look: await locateFace(face.references, archive) }))),
    );
    database.transaction(() => {
      for (const { face, look } of looks)
        faces.noteLook(face.id, 'found' in look ? look.found : undefined, 'problem' in look ? look.problem.code : undefined);
    });
  }
}
