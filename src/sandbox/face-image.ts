import sharp from 'sharp';
import { invalid, Refusal } from './answer.js';

/** "Upload face": 2 MB once decoded, read as the smaller of the two things that it can mean. */
const MAX_IMAGE_BYTES = 2_000_000;

const refuse = (sentence: string) => new Refusal(invalid({ image: [sentence] }));

/**
 * The image in the `image` field: raw base64 of a JPG or PNG whose every pixel can be decoded.
 * @throws Refusal (400) naming which of these it is not.
 */
export async function readFaceImage(base64: string): Promise<Buffer> {
  if (base64.startsWith('data:')) throw refuse('Send raw base64 without a data: prefix.');
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw refuse('Invalid base64.');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > MAX_IMAGE_BYTES) throw refuse('The image is over 2 MB.');
  if (!(await decodes(bytes))) throw refuse('Upload a valid JPG or PNG image.');
  return bytes;
}

/** How the two formats begin: asking sharp which one it is would open the image a second time. */
const BEGINNINGS = [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])];

async function decodes(bytes: Buffer): Promise<boolean> {
  if (!BEGINNINGS.some((beginning) => bytes.subarray(0, beginning.length).equals(beginning))) return false;
  try {
    await sharp(bytes).resize(8, 8).raw().toBuffer();
    return true;
  } catch {
    // sharp has no error class of its own: whatever it throws about these bytes means that they are not an intact image.
    return false;
  }
}
