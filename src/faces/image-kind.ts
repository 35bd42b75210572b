export type ImageKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'tiff' | 'avif' | 'heic';

/** Brands of the container that HEIC and AVIF share, `ftyp`; without one of AVIF's own the picture is HEVC or something rarer. */
const AVIF_BRAND = /^avi[fs]$/;
const HEIF_BRAND = /^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/;

/**
 * What a file is by its first bytes, whatever its name; undefined for anything but a known kind of photo. SVG, PDF and video
 * are left out on purpose: they are never a photo, and their decoders are not to meet untrusted bytes.
 */
export function imageKind(bytes: Buffer): ImageKind | undefined {
  const start = bytes.toString('latin1', 0, 12);
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'gif';
  if (/^RIFF.{4}WEBP/s.test(start)) return 'webp';
  if (/^(?:II[*+]\0|MM\0[*+])/.test(start)) return 'tiff';
  return start.slice(4, 8) === 'ftyp' ? heifKind(bytes) : undefined;
}

function heifKind(bytes: Buffer): ImageKind | undefined {
  const brands = bytes.toString('latin1', 8, Math.min(bytes.readUInt32BE(0), 256)).match(/.{4}/gs) ?? [];
  if (brands.some((brand) => AVIF_BRAND.test(brand))) return 'avif';
  return brands.some((brand) => HEIF_BRAND.test(brand)) ? 'heic' : undefined;
}
