import type { Metadata } from 'sharp';
import { MigrateError } from '../errors.js';
import { decodeFailure } from './decode-failure.js';
import { type ImageKind, imageKind } from './image-kind.js';
import { openImage } from './open-image.js';
import { seemsToBe } from './seems-to-be.js';

/** Pixels on the shorter side: below this a face has too little detail to be found. */
const MIN_SIDE = 200;

export interface ImageHeader {
  readonly kind: ImageKind;
  /** As stored, before it is turned upright. */
  readonly width: number;
  readonly height: number;
}

/**
 * What an image says of itself; nothing of the picture is decoded.
 *
 * Throws `face_not_image`, `face_heic`, `face_truncated`, `face_broken`, `face_too_small` or `face_too_many_pixels`.
 */
export async function readHeader(bytes: Buffer): Promise<ImageHeader> {
  if (bytes.length === 0) throw new MigrateError('face_truncated');
  const kind = imageKind(bytes);
  if (kind === undefined) throw new MigrateError('face_not_image', { what: seemsToBe(bytes) });
  if (kind === 'heic') throw new MigrateError('face_heic');
  const { width, height } = await metadata(bytes, kind);
  if (Math.min(width, height) < MIN_SIDE) throw new MigrateError('face_too_small', { limit: MIN_SIDE });
  return { kind, width, height };
}

async function metadata(bytes: Buffer, kind: ImageKind): Promise<Metadata> {
  try {
    return await openImage(bytes).metadata();
  } catch (error) {
    throw decodeFailure(error, bytes, kind);
  }
}
