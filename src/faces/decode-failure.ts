import { MigrateError } from '../errors.js';

/** No selfie has more; a scan or panorama may, and so does a file made to use up the memory. */
export const MAX_MEGAPIXELS = 100;

/**
 * What sharp's failure on a file with an image's first bytes means. sharp gives its errors no codes; the words for too many
 * pixels are its own, everything else comes from the decoders and is about bytes that do not make up a whole image.
 */
export function decodeFailure(error: unknown): MigrateError<'face_too_many_pixels' | 'face_broken'> {
  const tooManyPixels = error instanceof Error && error.message.includes('exceeds pixel limit');
  return tooManyPixels
    ? new MigrateError('face_too_many_pixels', { limit: MAX_MEGAPIXELS }, { cause: error })
    : new MigrateError('face_broken', {}, { cause: error });
}
