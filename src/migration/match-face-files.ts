import type { Archive } from '../archive/index.js';
import type { Checkpoint } from '../checkpoint/index.js';
import { throwIfStopping } from '../didit/index.js';
import { problemOf } from '../errors.js';
import type { FaceReference } from '../model.js';

const PAGE = 500;

/**
 * Finds out which files under --faces are nobody's, so that images named by other ids are noticed. A file that is only somebody's
 * second choice is his all the same. For a checkpoint of a dry run alone: the names stay in it.
 */
export async function matchFaceFiles({ faces, faceFiles }: Checkpoint, archive: Archive, signal: AbortSignal): Promise<void> {
  faceFiles.add([]);
  let names: string[] = [];
  for await (const { name } of archive.members()) {
    throwIfStopping(signal);
    names.push(name);
    if (names.length < PAGE) continue;
    faceFiles.add(names);
    names = [];
  }
  faceFiles.add(names);

  for (const page of faces.pending()) {
    throwIfStopping(signal);
    const found = await Promise.all(page.flatMap(({ references }) => references.map((one) => fileOf(one, archive))));
    faceFiles.want(found.filter((name) => name !== undefined));
  }
}

/** The look for faces tells what stands in the way of one. */
async function fileOf(reference: FaceReference, archive: Archive): Promise<string | undefined> {
  if (reference.kind !== 'file') return undefined;
  try {
    return (await archive.find(reference.path))?.name;
  } catch (error) {
    if (problemOf(error)) return undefined;
    throw error;
  }
}
