import { problemOf } from '../errors.js';
import type { FaceLook, FaceReference } from '../model.js';
import { digestOf } from './digest-of-face.js';
import type { FaceSource, FoundFace } from './face-source.js';
import { firstFace } from './first-face.js';
import type { PreparedFace } from './prepare-face.js';
import { readHeader } from './read-header.js';

/** How closely a face is looked at before anything is sent: is it there, does its header decode, can it be prepared. */
export const FACE_CHECKS = ['none', 'header', 'full'] as const;
export type FaceCheck = (typeof FACE_CHECKS)[number];

/** Enough for the header of every kind of image that has it at the beginning. */
const HEAD_BYTES = 128 * 1024;

/**
 * Looks for the first reference that will do. What a face is refused for is told, not thrown.
 * @param prepare what a full look does with the file
 */
export function lookAtFace(
  references: readonly FaceReference[],
  source: FaceSource,
  check: FaceCheck,
  prepare: (file: Buffer) => Promise<PreparedFace>,
): Promise<FaceLook> {
  return firstFace<FaceLook>(references, source, async (face) => {
    const { bytes, name } = face;
    const named = name === undefined ? {} : { name };
    if (bytes === undefined) return { link: true };
    if (check === 'full') return { ...named, ...(await prepared(await face.read(), prepare)) };
    if (check === 'header') await checkHeader(face, bytes);
    return { ...named, bytes };
  });
}

async function prepared(file: Buffer, prepare: (file: Buffer) => Promise<PreparedFace>): Promise<FaceLook> {
  const { jpeg, marker } = await prepare(file);
  return { bytes: file.length, digest: digestOf(file), prepared: { marker, bytes: jpeg.length } };
}

/** Some formats have their header at the end, and some decoders want the whole file. */
async function checkHeader(face: FoundFace, bytes: number): Promise<void> {
  if (bytes > HEAD_BYTES) {
    try {
      await readHeader(await face.beginning(HEAD_BYTES));
      return;
    } catch (error) {
      const code = problemOf(error)?.code;
      if (code !== 'face_truncated' && code !== 'face_broken') throw error;
    }
  }
  await readHeader(await face.read());
}
