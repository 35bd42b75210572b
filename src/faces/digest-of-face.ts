import { createHash } from 'node:crypto';
import { problemOf } from '../errors.js';
import type { FaceReference } from '../model.js';
import type { FaceSource } from './face-source.js';

/**
 * Tells what references lead to from what they may lead to later: the digest of the image, or of all where there are several. Undefined
 * where there is nothing to be read. Nothing is fetched.
 */
export async function digestOfFace(references: readonly FaceReference[], source: FaceSource): Promise<string | undefined> {
  const digests: string[] = [];
  for (const reference of references) {
    try {
      const face = await source.find(reference);
      if (face) digests.push(await face.digest());
    } catch (error) {
      if (!problemOf(error)) throw error;
    }
  }
  return digests.length > 1 ? digestOf(Buffer.from(digests.join())) : digests[0];
}

/** 132 bits of the SHA-256. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
}
