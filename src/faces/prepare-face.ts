import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { MigrateError } from '../errors.js';
import { isBlank } from './blank.js';
import { decodeFailure } from './decode-failure.js';
import { openImage } from './open-image.js';
import type { Pixels } from './pixels.js';
import { readHeader } from './read-header.js';

/** Didit takes 2 MB decoded and does not say which kind of megabyte (Upload face page): the smaller kind is safe. */
const MAX_BYTES = 2_000_000;
/** Above this a picture may take hundreds of megabytes while it is decoded, as an interlaced PNG does. */
const LARGE_MEGAPIXELS = 25;
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

/** Decides when `work` begins. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

const atOnce: Turn = (work) => work();

/**
 * What is uploaded for an image: same bytes and settings, same result. Nothing of its metadata is left, for a selfie's EXIF
 * says where somebody lives; of an animation the first frame is taken; what is transparent becomes white.
 *
 * @param turn large pictures, of more than 25 megapixels, are decoded in turn: whoever prepares several at a time bounds the memory by it
 *
 * Throws what `readHeader` throws, `face_blank` and `face_too_slow`.
 */
export async function prepareFace(
  bytes: Buffer,
  settings: FaceSettings = DEFAULT_SETTINGS,
  turn: Turn = atOnce,
): Promise<PreparedFace> {
  const { kind, width: storedWidth, height: storedHeight } = await readHeader(bytes);
  const when = storedWidth * storedHeight > LARGE_MEGAPIXELS * 1_000_000 ? turn : atOnce;
  const pixels = await when(() => decode(bytes, settings.maxSide)).catch((error: unknown) => {
    throw decodeFailure(error, bytes, kind);
  });
  if (isBlank(pixels)) throw new MigrateError('face_blank');
  const { jpeg, width, height } = await fitIntoBytes(pixels, settings.quality);
  const sha256 = createHash('sha256').update(jpeg).digest('hex');
  return { jpeg, sha256, marker: sha256.slice(0, 16), width, height };
}

/** Decoded once: looking at it and encoding it again with less quality cost little then. */
async function decode(bytes: Buffer, maxSide: number): Promise<Pixels> {
  const { data, info } = await openImage(bytes)
    .autoOrient()
    .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

interface Encoded {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

/** First less quality, then fewer pixels. */
async function fitIntoBytes(pixels: Pixels, startQuality: number): Promise<Encoded> {
  let [side, quality] = [Math.max(pixels.width, pixels.height), startQuality];
  for (;;) {
    const encoded = await encode(pixels, side, quality);
    if (encoded.jpeg.length <= MAX_BYTES) return encoded;
    if (quality > MIN_QUALITY) quality = Math.max(MIN_QUALITY, quality - 10);
    else side = Math.floor(side * 0.8);
  }
}

async function encode({ data, width, height }: Pixels, side: number, quality: number): Promise<Encoded> {
  const { data: jpeg, info } = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality })
    .toBuffer({ resolveWithObject: true });
  return { jpeg, width: info.width, height: info.height };
}
