import { expect, it } from 'vitest';
import { imageKind } from '../../src/faces/image-kind.js';
import { mediaFile, portrait, portraitAs } from '../helpers/images.js';

it.each(['png', 'gif', 'webp', 'tiff', 'avif'] as const)('knows %s by its first bytes', async (format) => {
  expect(imageKind(await portraitAs(format, 1))).toBe(format);
});

it('knows JPEG and big-endian TIFF by their first bytes', async () => {
  expect(imageKind(await portrait(1))).toBe('jpeg');
  expect(imageKind(Buffer.from('MM\0*\0\0\0\x08', 'latin1'))).toBe('tiff');
});

it.each([
  { brands: ['heic'], kind: 'heic' },
  { brands: ['mif1', 'heic'], kind: 'heic' },
  { brands: ['msf1', 'hevc'], kind: 'heic' },
  { brands: ['mif1', 'miaf', 'avif'], kind: 'avif' },
  { brands: ['avis', 'msf1'], kind: 'avif' },
  { brands: ['mp42', 'isom'], kind: undefined },
  { brands: ['qt  '], kind: undefined },
] as const)('takes a media file of the brands $brands for $kind', ({ brands: [major, ...compatible], kind }) => {
  expect(imageKind(mediaFile(major, ...compatible))).toBe(kind);
});

it('looks for brands in the first box only', () => {
  expect(imageKind(Buffer.concat([mediaFile('mp42'), Buffer.from('heic')]))).toBeUndefined();
});

it.each(['', '\xff\xd8', 'GIF88a', 'RIFF\0\0\0\0WAVE', '<svg ', '%PDF-1.7', 'BM', 'PK\x03\x04'])(
  'takes %j for nothing',
  (start) => {
    expect(imageKind(Buffer.from(start, 'latin1'))).toBeUndefined();
  },
);
