import { openArchive } from '../../src/archive/index.js';
import { type FaceSource, faceSource } from '../../src/faces/index.js';

/** A folder or zip of images, and nothing else. */
export async function facesIn(path: string): Promise<FaceSource> {
  return faceSource({ archive: await openArchive(path), kept: () => undefined, links: undefined });
}
