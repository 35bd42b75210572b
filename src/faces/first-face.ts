import { isTryAgain, type MigrateError, type Problem, problemOf } from '../errors.js';
import type { FaceReference } from '../model.js';
import type { FaceSource, FoundFace } from './face-source.js';

/**
 * The first image, in order of preference, with which `use` gets through; the others stand in for one that is missing, refused, or
 * that `use` passes over.
 * @returns what `use` gave, or what stands in the way: what can go better later says most, and one that cannot be used more than one
 * that leads nowhere
 * @throws MigrateError of the first that a later try could have, where no other got through
 */
export async function firstFace<T extends object>(
  references: readonly FaceReference[],
  source: FaceSource,
  use: (face: FoundFace) => Promise<T | undefined>,
): Promise<T | { readonly problem: Problem }> {
  let problem: Problem | undefined;
  let later: MigrateError | undefined;
  for (const reference of references) {
    try {
      const face = await source.find(reference);
      const used = face && (await use(face));
      if (used) return used;
    } catch (error) {
      const met = problemOf(error);
      if (met) problem ??= met;
      else if (isTryAgain(error)) later ??= error;
      else throw error;
    }
  }
  if (later) throw later;
  return { problem: problem ?? { code: 'face_missing' } };
}
