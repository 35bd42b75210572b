/** Images for tests: cartoons and noise, never anybody's face. Each is made in a few milliseconds and is the same every time. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';

export const PORTRAIT = { width: 480, height: 600 } as const;
/** What a portrait has at its top edge and at its bottom edge, whoever it shows. */
export const SKY = { r: 150, g: 200, b: 240 } as const;
export const SHIRT = { r: 40, g: 40, b: 60 } as const;

/** An upright JPEG of a cartoon head before the sky, another one for each seed. */
export function portrait(seed: number): Promise<Buffer> {
  return drawing(seed).jpeg({ quality: 90 }).toBuffer();
}

/** The same cartoon in another format. */
export function portraitAs(format: 'png' | 'webp' | 'tiff' | 'gif' | 'avif', seed: number): Promise<Buffer> {
  return drawing(seed).toFormat(format, { effort: 1 }).toBuffer();
}

/** As a phone writes it: stored lying on its side with orientation 6, with a position, a colour profile and XMP. */
export function withGps(upright: Buffer): Promise<Buffer> {
  return sharp(upright)
    .rotate(270)
    .withIccProfile('p3')
    .withExif({
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '1/1 2/1 3/1', GPSLongitudeRef: 'E', GPSLongitude: '4/1 5/1 6/1' },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

/** A cartoon head pulled to any size. */
export function sized(width: number, height: number): Promise<Buffer> {
  return drawing(1).resize(width, height, { fit: 'fill' }).jpeg({ quality: 90 }).toBuffer();
}

/** One colour and nothing else, with as much of a sensor's noise as is wanted. */
export function plain(width: number, height: number, noise = 0): Promise<Buffer> {
  const gaussian = { type: 'gaussian', mean: 20, sigma: noise } as const;
  return sharp({ create: { width, height, channels: 3, background: SKY, ...(noise > 0 && { noise: gaussian }) } })
    .jpeg()
    .toBuffer();
}

/** As a camera takes it that lets through this share of the light. */
export function dimmed(image: Buffer, share: number): Promise<Buffer> {
  return sharp(image).linear(share, 0).jpeg().toBuffer();
}

/** A portrait with nothing around the head: its corners are see-through. */
export function cutOut(image: Buffer): Promise<Buffer> {
  const mask = Buffer.from('<svg width="480" height="600"><ellipse cx="240" cy="300" rx="200" ry="250"/></svg>');
  return sharp(image)
    .composite([{ input: mask, blend: 'dest-in' }])
    .png()
    .toBuffer();
}

/** A square PNG that no codec makes small. */
export function noise(side: number): Promise<Buffer> {
  return noisy(side).png({ compressionLevel: 0 }).toBuffer();
}

/** The same in another format, large for its few pixels. */
export function noiseAs(format: 'png' | 'webp' | 'tiff', side: number): Promise<Buffer> {
  return noisy(side).toFormat(format, { quality: 100 }).toBuffer();
}

function noisy(side: number) {
  const pixels = new Uint8Array(side * side * 3);
  let state = 1;
  for (let index = 0; index < pixels.length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[index] = state >>> 24;
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } });
}

export function cmyk(jpeg: Buffer): Promise<Buffer> {
  return sharp(jpeg).toColourspace('cmyk').jpeg().toBuffer();
}

/** With the wide colours of a phone's screen: other numbers for the same colours. */
export function displayP3(image: Buffer): Promise<Buffer> {
  return sharp(image).withIccProfile('p3').jpeg({ quality: 95 }).toBuffer();
}

/** At most 256 colours. */
export function palette(image: Buffer): Promise<Buffer> {
  return sharp(image).png({ palette: true }).toBuffer();
}

/** CMYK without a profile that says what the inks are. */
export function bareCmyk(image: Buffer): Promise<Buffer> {
  return sharp(image).toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer();
}

export function sixteenBit(image: Buffer): Promise<Buffer> {
  return sharp(image).toColourspace('rgb16').png().toBuffer();
}

export function grey(image: Buffer): Promise<Buffer> {
  return sharp(image).toColourspace('b-w').jpeg().toBuffer();
}

/** The given pictures, of one size, as its frames. */
export function animated(format: 'gif' | 'webp', frames: Buffer[]): Promise<Buffer> {
  return sharp(frames, { join: { animated: true } })
    .toFormat(format, { effort: 1 })
    .toBuffer();
}

export function truncated(image: Buffer): Buffer {
  return image.subarray(0, Math.floor(image.length / 2));
}

/** Whole, but for some bytes in the middle, every value among them: a marker where a JPEG can have none. */
export function damaged(image: Buffer): Buffer {
  const middle = Math.floor(image.length / 2);
  const copy = Buffer.from(image);
  for (let index = middle; index < middle + 260; index++) copy[index] = (index * 7919) & 255;
  return copy;
}

/** A PNG of a few bytes that claims any size. */
export function pngClaiming(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // 8 bits, RGB
  const parts = [pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(Buffer.alloc(1000))), pngChunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

/** The first box of an ISO media file: HEIC and AVIF pictures, and videos. */
export function mediaFile(brand: string, ...compatible: string[]): Buffer {
  const box = Buffer.from(`\0\0\0\0ftyp${brand}\0\0\0\0${[brand, ...compatible].join('')}`, 'latin1');
  box.writeUInt32BE(box.length, 0);
  return Buffer.concat([box, Buffer.alloc(500)]);
}

function drawing(seed: number) {
  const { width, height } = PORTRAIT;
  const hue = (offset: number) => (seed * 47 + offset) % 360;
  const eyes = 150 + (seed % 5) * 8;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="${css(SKY)}"/>
    <rect x="0" y="470" width="${width}" height="130" fill="${css(SHIRT)}"/>
    <ellipse cx="240" cy="290" rx="${130 + (seed % 7) * 6}" ry="190" fill="hsl(${hue(0)},45%,70%)"/>
    <rect x="130" y="${90 + (seed % 3) * 10}" width="220" height="60" fill="hsl(${hue(120)},60%,40%)"/>
    <circle cx="${eyes + 30}" cy="260" r="18"/><circle cx="${450 - eyes}" cy="260" r="18"/>
    <path d="M170 370 Q240 ${390 + (seed % 11) * 5} 310 370" stroke="hsl(${hue(240)},70%,30%)" stroke-width="12" fill="none"/>
  </svg>`;
  return sharp(Buffer.from(svg));
}

function css({ r, g, b }: { r: number; g: number; b: number }): string {
  return `rgb(${r},${g},${b})`;
}

function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, data.length + 8)), data.length + 8);
  return chunk;
}

/** node:zlib has one from Node 22.2 on. */
function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
