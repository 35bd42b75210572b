import { createHash } from 'node:crypto';
import type { Archive } from '../archive.js';
import { problemOf } from '../errors.js';
import type { FaceReference } from '../model.js';
import { locateFace } from './locate-face.js';

/** Tells one file from another that came to stand under its name, as it lies there; undefined where there is none to be read. */
export async function digestOfFace(references: readonly FaceReference[], archive: Archive): Promise<string | undefined> {
  const look = await locateFace(references, archive);
  if ('problem' in look) return undefined;
  try {
    return digestOf(await archive.read(look.found));
  } catch (error) {
    if (problemOf(error)) return undefined;
    throw error;
  }
}

/** 132 bits of the file's SHA-256. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
}
