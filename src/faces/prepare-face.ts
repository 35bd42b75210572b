import { createHash } from 'node:crypto';
import sharp, { type Metadata, type OutputInfo } from 'sharp';
import { MigrateError } from '../errors.js';
import { decodeFailure, MAX_MEGAPIXELS } from './decode-failure.js';
import { imageKind } from './image-kind.js';

/** Didit takes 2 MB decoded and does not say which kind of megabyte (Upload face page): the smaller kind is safe. */
const MAX_BYTES = 2_000_000;
/** Pixels on the shorter side: below this a face has too little detail to be found. */
const MIN_SIDE = 200;
/** Below this JPEG quality faces suffer more than from fewer pixels. */
const MIN_QUALITY = 60;

export interface FaceSettings {
  /** Longest side in pixels, from 1; smaller pictures are not enlarged. */
  readonly maxSide: number;
  /** JPEG quality to begin with, 1 to 100. */
  readonly quality: number;
}

const DEFAULT_SETTINGS: FaceSettings = { maxSide: 1280, quality: 85 };

export interface PreparedFace {
  /** Upright 8-bit sRGB JPEG without metadata, at most 2,000,000 bytes. */
  readonly jpeg: Buffer;
  /** Hexadecimal, of `jpeg`. */
  readonly sha256: string;
  /** The first 16 characters of `sha256`, by which an upload is recognised. */
  readonly marker: string;
  readonly width: number;
  readonly height: number;
}

/**
 * What is uploaded for an image: same bytes and settings, same result. Nothing of its metadata is left, for a selfie's EXIF
 * says where somebody lives; of an animation the first frame is taken; what is transparent becomes white.
 *
 * Throws `face_not_image`, `face_heic`, `face_broken`, `face_too_small` or `face_too_many_pixels`.
 */
export async function prepareFace(bytes: Buffer, settings: FaceSettings = DEFAULT_SETTINGS): Promise<PreparedFace> {
  const { width, height } = await readHeader(bytes);
  if (Math.min(width, height) < MIN_SIDE) throw new MigrateError('face_too_small', { limit: MIN_SIDE });

  let attempt: FaceSettings = { ...settings, maxSide: Math.min(settings.maxSide, Math.max(width, height)) };
  let { data: jpeg, info } = await encode(bytes, attempt);
  while (jpeg.length > MAX_BYTES) {
    attempt = stepDown(attempt);
    ({ data: jpeg, info } = await encode(bytes, attempt));
  }

  const sha256 = createHash('sha256').update(jpeg).digest('hex');
  return { jpeg, sha256, marker: sha256.slice(0, 16), width: info.width, height: info.height };
}

/** Refuses what need not be decoded to be refused. */
async function readHeader(bytes: Buffer): Promise<Metadata> {
  if (bytes.length === 0) throw new MigrateError('face_broken');
  const kind = imageKind(bytes);
  if (kind === undefined) throw new MigrateError('face_not_image');
  if (kind === 'heic') throw new MigrateError('face_heic');
  return open(bytes).metadata().catch(refuse);
}

function encode(bytes: Buffer, { maxSide, quality }: FaceSettings): Promise<{ data: Buffer; info: OutputInfo }> {
  return open(bytes)
    .autoOrient()
    .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .jpeg({ quality })
    .toBuffer({ resolveWithObject: true })
    .catch(refuse);
}

/** Reads the first frame only; `warning` also refuses damage in the middle of a file, which `error` would let pass as grey bars. */
function open(bytes: Buffer) {
  return sharp(bytes, { failOn: 'warning', limitInputPixels: MAX_MEGAPIXELS * 1_000_000 });
}

function refuse(error: unknown): never {
  throw decodeFailure(error);
}

/** First less quality, then fewer pixels. */
function stepDown({ maxSide, quality }: FaceSettings): FaceSettings {
  return quality > MIN_QUALITY
    ? { maxSide, quality: Math.max(MIN_QUALITY, quality - 10) }
    : { maxSide: Math.floor(maxSide * 0.8), quality };
}
