import { MigrateError } from '../errors.js';
import { isCutOff } from './cut-off.js';
import type { ImageKind } from './image-kind.js';

/** No selfie has more; a scan or panorama may, and so does a file made to use up the memory. */
export const MAX_MEGAPIXELS = 100;
/** The largest honest picture takes a few seconds; what takes longer is made to. */
export const MAX_DECODE_SECONDS = 20;

type DecodeCode = 'face_too_many_pixels' | 'face_too_slow' | 'face_truncated' | 'face_broken';

/**
 * What sharp's failure on a file with an image's first bytes means. sharp gives its errors no codes: the words for too many
 * pixels and too much time are its own, everything else comes from the decoders and is about bytes that do not make up a whole image.
 */
export function decodeFailure(error: unknown, bytes: Buffer, kind: ImageKind): MigrateError<DecodeCode> {
  const words = error instanceof Error ? error.message : '';
  if (words.includes('exceeds pixel limit'))
    return new MigrateError('face_too_many_pixels', { limit: MAX_MEGAPIXELS }, { cause: error });
  if (words.startsWith('timeout:')) return new MigrateError('face_too_slow', { seconds: MAX_DECODE_SECONDS }, { cause: error });
  return new MigrateError(isCutOff(bytes, kind) ? 'face_truncated' : 'face_broken', {}, { cause: error });
}
