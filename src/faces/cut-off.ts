import type { ImageKind } from './image-kind.js';

/** Trailing bytes that some cameras and programs leave behind the picture's end. */
const AFTER_THE_END = 1024;

/** Does a file end before the picture in it does? Asked of one that could not be decoded; false where its format does not say. */
export function isCutOff(bytes: Buffer, kind: ImageKind): boolean {
  if (kind === 'webp') return bytes.length < 12 || bytes.readUInt32LE(4) + 8 > bytes.length;
  const end = END_MARKS[kind];
  return end !== undefined && !bytes.subarray(-AFTER_THE_END).includes(end);
}

const END_MARKS: Readonly<Partial<Record<ImageKind, Buffer>>> = {
  jpeg: Buffer.from([0xff, 0xd9]),
  png: Buffer.from('IEND', 'latin1'),
  gif: Buffer.from([0x00, 0x3b]),
};
