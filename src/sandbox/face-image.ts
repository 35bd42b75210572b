import { invalid, Refusal } from './answer.js';
import { isWholeJpeg } from './whole-jpeg.js';
import { isWholePng } from './whole-png.js';

/** "Upload face": 2 MB once decoded, read as the smaller of the two things that it can mean. */
const MAX_IMAGE_BYTES = 2_000_000;

const refuse = (sentence: string) => new Refusal(invalid({ image: [sentence] }));

/**
 * The image in the `image` field: raw base64 of a JPG or PNG that is there from its beginning to its end.
 * @throws Refusal (400) naming which of these it is not.
 */
export function readFaceImage(base64: string): Buffer {
  if (base64.startsWith('data:')) throw refuse('Send raw base64 without a data: prefix.');
  const bytes = Buffer.from(base64, 'base64');
  // Node passes over what does not belong in base64. Writing it anew finds that at a fraction of what a pattern over all of it costs.
  if (bytes.length === 0 || bytes.toString('base64') !== base64) throw refuse('Invalid base64.');
  if (bytes.length > MAX_IMAGE_BYTES) throw refuse('The image is over 2 MB.');
  if (!isWholeJpeg(bytes) && !isWholePng(bytes)) throw refuse('Upload a valid JPG or PNG image.');
  return bytes;
}
