import type { Archive } from '../archive.js';
import { type Problem, problemOf } from '../errors.js';
import type { FaceReference } from '../model.js';

type LocatedFace = { readonly found: string; readonly bytes: number } | { readonly problem: Problem };

/**
 * The archive's name of the first reference, in order of preference, that is there; nothing is read or decoded. Else what
 * stands in the way: a reference that cannot be used says more than one that leads nowhere.
 */
export async function locateFace(references: readonly FaceReference[], archive: Archive): Promise<LocatedFace> {
  let problem: Problem | undefined;
  for (const reference of references) {
    try {
      const entry = await archive.find(reference.path);
      if (entry) return { found: entry.name, bytes: entry.size };
    } catch (error) {
      const met = problemOf(error);
      if (!met) throw error;
      problem ??= met;
    }
  }
  return { problem: problem ?? { code: 'face_missing' } };
}
