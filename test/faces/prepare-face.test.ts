import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { prepareFace, type Turn } from '../../src/faces/prepare-face.js';
import * as images from '../helpers/images.js';

type Colour = { r: number; g: number; b: number };
/** 0x8825, little-endian: where an EXIF block says that it holds a position. */
const GPS_TAG = Buffer.from([0x25, 0x88]);

describe('a prepared face', () => {
  it('is a JPEG inside 1280 × 1280 pixels that keeps its proportions', async () => {
    const face = await prepareFace(await images.sized(3000, 1500));
    expect(face).toMatchObject({ width: 1280, height: 640 });
    expect(await sharp(face.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 640 });
  });

  it('is not enlarged', async () => {
    expect(await prepareFace(await images.sized(300, 200))).toMatchObject({ width: 300, height: 200 });
  });

  it('is told by the hash of its bytes', async () => {
    const face = await prepareFace(await images.portrait(1));
    expect(face.sha256).toBe(createHash('sha256').update(face.jpeg).digest('hex'));
    expect(face.marker).toBe(face.sha256.slice(0, 16));
  });

  it('has the same bytes each time, and others for another picture', async () => {
    const one = await images.portrait(1);
    const alone = await prepareFace(one);
    const many = await Promise.all([one, await images.portrait(2), one, one, one].map((image) => prepareFace(image)));
    sharp.concurrency(4);
    const threaded = await prepareFace(one);
    sharp.concurrency(1);
    expect(many.map(({ sha256 }) => sha256 === alone.sha256)).toEqual([true, false, true, true, true]);
    expect(threaded.jpeg.equals(alone.jpeg)).toBe(true);
  });

  it('differs with its settings, and keeps to them', async () => {
    const image = await images.sized(900, 600);
    const small = await prepareFace(image, { maxSide: 320, quality: 50 });
    expect(small).toMatchObject({ width: 320, height: 213 });
    const coarse = await prepareFace(image, { maxSide: 1280, quality: 50 });
    expect(coarse.jpeg.length).toBeLessThan((await prepareFace(image)).jpeg.length);
  });

  it('stands upright and has lost position, profile and all other metadata', async () => {
    const phone = await images.withGps(await images.portrait(3));
    const before = await sharp(phone).metadata();
    expect(before).toMatchObject({ width: 600, height: 480, orientation: 6, hasProfile: true });
    expect(before.exif?.includes(GPS_TAG)).toBe(true);
    expect(before.xmp).toBeDefined();

    const face = await prepareFace(phone);
    expect(face).toMatchObject(images.PORTRAIT);
    expectNear(await pixel(face.jpeg, 240, 10), images.SKY);
    expectNear(await pixel(face.jpeg, 240, 590), images.SHIRT);
    expectNoMetadata(face.jpeg);
  });

  it('has lost its metadata even where the picture is small and fine as it is', async () => {
    const small = await sharp(await images.sized(250, 250))
      .keepMetadata()
      .withExif({ IFD0: { Artist: 'Testa Sample' } })
      .jpeg()
      .toBuffer();
    expect(small.includes('Testa Sample')).toBe(true);
    expectNoMetadata((await prepareFace(small)).jpeg);
  });

  it.each(['png', 'webp', 'tiff', 'gif', 'avif'] as const)('is made from %s', async (format) => {
    const face = await prepareFace(await images.portraitAs(format, 4));
    expect(face).toMatchObject(images.PORTRAIT);
    expectNear(await pixel(face.jpeg, 240, 10), images.SKY);
    expectNear(await pixel(face.jpeg, 240, 590), images.SHIRT);
  });

  it.each([
    { what: 'CMYK', make: images.cmyk },
    { what: 'CMYK without a profile', make: images.bareCmyk },
    { what: '16-bit', make: images.sixteenBit },
    { what: 'palette', make: images.palette },
    { what: 'Display P3', make: images.displayP3 },
  ])('has the colours of a $what picture, in 8-bit sRGB', async ({ make }) => {
    const { jpeg } = await prepareFace(await make(await images.portrait(5)));
    expect(await sharp(jpeg).metadata()).toMatchObject({ space: 'srgb', channels: 3, depth: 'uchar', hasProfile: false });
    expectNear(await pixel(jpeg, 240, 10), images.SKY);
    expectNear(await pixel(jpeg, 240, 590), images.SHIRT);
  });

  it('is 8-bit sRGB also where the picture is grey', async () => {
    const { jpeg } = await prepareFace(await images.grey(await images.portrait(5)));
    expect(await sharp(jpeg).metadata()).toMatchObject({ space: 'srgb', channels: 3, depth: 'uchar' });
  });

  it('is white where the picture was transparent', async () => {
    const head = await images.cutOut(await images.portrait(5));
    for (const image of [head, await images.sixteenBit(head)])
      expectNear(await pixel((await prepareFace(image)).jpeg, 5, 5), { r: 255, g: 255, b: 255 });
  });

  it.each(['gif', 'webp'] as const)('is the first frame of an animated %s', async (format) => {
    const image = await images.animated(format, [await images.portrait(4), await images.sized(480, 600)]);
    expect((await sharp(image).metadata()).pages).toBe(2);
    const face = await prepareFace(image);
    expect(face).toMatchObject(images.PORTRAIT);
    const first = await pixel((await prepareFace(await images.portraitAs('png', 4))).jpeg, 240, 320);
    expectNear(await pixel(face.jpeg, 240, 320), first);
  });

  it('may be taken in very dim light', async () => {
    const face = await prepareFace(await images.dimmed(await images.portrait(5), 0.03));
    expect(face).toMatchObject(images.PORTRAIT);
  });

  it('is decoded in turn where the picture is large, and at once where it is not', async () => {
    let waited = 0;
    const turn: Turn = (work) => {
      waited += 1;
      return work();
    };
    await prepareFace(await images.sized(5000, 5000), undefined, turn);
    expect(waited).toBe(0);
    await prepareFace(await images.sized(5000, 5001), undefined, turn);
    expect(waited).toBe(1);
  });

  it('gives up quality first to stay within 2,000,000 bytes', async () => {
    const image = await images.noise(1280);
    expect((await sharp(image).jpeg({ quality: 100 }).toBuffer()).length).toBeGreaterThan(2_000_000);
    const face = await prepareFace(image, { maxSide: 1280, quality: 100 });
    expect(face.jpeg.length).toBeLessThanOrEqual(2_000_000);
    expect(face).toMatchObject({ width: 1280, height: 1280 });
  });

  it('gives up pixels where less quality is not enough', async () => {
    const face = await prepareFace(await images.noise(2400), { maxSide: 2400, quality: 70 });
    expect(face.jpeg.length).toBeLessThanOrEqual(2_000_000);
    expect(face.width).toBeLessThan(2400);
    expect(face.width).toBeGreaterThan(1000);
  });
});

describe('an image that cannot be prepared', () => {
  it.each([
    { what: 'text named .jpg', bytes: () => Buffer.from('this is not a picture\n'.repeat(50)), code: 'face_not_image' },
    { what: 'a PDF', bytes: () => Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'), code: 'face_not_image' },
    { what: 'a video', bytes: () => images.mediaFile('mp42', 'isom'), code: 'face_not_image' },
    { what: 'an SVG', bytes: () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), code: 'face_not_image' },
    { what: 'zeros', bytes: () => Buffer.alloc(1_000_000), code: 'face_not_image' },
    { what: 'an empty file', bytes: () => Buffer.alloc(0), code: 'face_truncated' },
    { what: 'HEIC', bytes: () => images.mediaFile('heic', 'mif1'), code: 'face_heic' },
    { what: 'HEIC of the general brand', bytes: () => images.mediaFile('mif1', 'heic'), code: 'face_heic' },
    { what: 'AVIF without a picture', bytes: () => images.mediaFile('avif', 'mif1'), code: 'face_broken' },
    { what: 'a picture of 199 pixels', bytes: () => images.sized(199, 400), code: 'face_too_small' },
    { what: 'a picture of one colour', bytes: () => images.plain(400, 400), code: 'face_blank' },
    { what: 'a lens cap', bytes: () => images.plain(400, 400, 8), code: 'face_blank' },
    { what: 'a PNG of 30,000 × 30,000 pixels', bytes: () => images.pngClaiming(30_000, 30_000), code: 'face_too_many_pixels' },
    { what: 'a JPEG cut in its header', bytes: async () => (await images.portrait(6)).subarray(0, 100), code: 'face_truncated' },
    { what: 'a JPEG cut off', bytes: async () => images.truncated(await images.portrait(6)), code: 'face_truncated' },
    { what: 'a JPEG damaged in the middle', bytes: async () => images.damaged(await images.portrait(6)), code: 'face_broken' },
    { what: 'a PNG cut off', bytes: async () => images.truncated(await images.portraitAs('png', 6)), code: 'face_truncated' },
    {
      what: 'a PNG damaged in the middle',
      bytes: async () => images.damaged(await images.portraitAs('png', 6)),
      code: 'face_broken',
    },
    { what: 'a WebP cut off', bytes: async () => images.truncated(await images.portraitAs('webp', 6)), code: 'face_truncated' },
    { what: 'a TIFF cut off', bytes: async () => images.truncated(await images.portraitAs('tiff', 6)), code: 'face_broken' },
    { what: 'a GIF cut off', bytes: async () => images.truncated(await images.portraitAs('gif', 6)), code: 'face_truncated' },
    { what: 'an AVIF cut off', bytes: async () => images.truncated(await images.portraitAs('avif', 6)), code: 'face_broken' },
  ])('$what is $code', async ({ bytes, code }) => {
    await expect(prepareFace(await bytes())).rejects.toMatchObject({ name: 'MigrateError', code });
  });

  it('is said with the limit that it misses', async () => {
    await expect(prepareFace(await images.sized(100, 100))).rejects.toThrow('smaller than 200 pixels on its shorter side');
    await expect(prepareFace(images.pngClaiming(30_000, 30_000))).rejects.toThrow('more than 100 million pixels');
    await expect(prepareFace(Buffer.from('%PDF-1.7'))).rejects.toThrow('it seems to be a PDF');
  });
});

describe('whatever the bytes', () => {
  const signatures = [
    '',
    '\xff\xd8\xff',
    '\x89PNG\r\n\x1a\n',
    'GIF89a',
    'RIFF\0\0\0\0WEBP',
    'II*\0',
    'MM\0*',
    '\0\0\0\x14ftypavif',
  ];

  it('random ones are refused with a face_ code, also behind the first bytes of an image', async () => {
    const bytes = fc
      .tuple(fc.constantFrom(...signatures), fc.uint8Array({ maxLength: 400 }))
      .map(([signature, rest]) => Buffer.concat([Buffer.from(signature, 'latin1'), rest]));
    await fc.assert(fc.asyncProperty(bytes, expectPreparedOrRefused), { numRuns: 200 });
  });

  it('an image with some bytes changed is refused, or becomes a face like any other', async () => {
    const small = await sharp(await images.portrait(7))
      .resize(220)
      .jpeg({ quality: 50 })
      .toBuffer();
    const originals = {
      withGps: await images.withGps(small),
      png: await sharp(small).png().toBuffer(),
      webp: await sharp(small).webp().toBuffer(),
    };
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('withGps' as const, 'png' as const, 'webp' as const), changes, async (kind, changed) => {
        const bytes = Buffer.from(originals[kind]);
        for (const [at, value] of changed) bytes[at % bytes.length] = value;
        await expectPreparedOrRefused(bytes);
      }),
      { numRuns: 100 },
    );
  });
});

async function expectPreparedOrRefused(bytes: Buffer): Promise<void> {
  try {
    const face = await prepareFace(bytes);
    expect(face.jpeg.length).toBeLessThanOrEqual(2_000_000);
    expect(Math.max(face.width, face.height)).toBeLessThanOrEqual(1280);
    expectNoMetadata(face.jpeg);
  } catch (error) {
    if (!(error instanceof MigrateError)) throw error;
    expect(error.code).toMatch(/^face_/);
  }
}

/** Nothing but picture: none of the segments that JPEG has for applications and comments. */
function expectNoMetadata(jpeg: Buffer): void {
  const kept: string[] = [];
  let at = 2;
  for (let marker = jpeg.readUInt16BE(at); marker !== 0xffda; marker = jpeg.readUInt16BE(at)) {
    const isMetadata = (marker >= 0xffe0 && marker <= 0xffef) || marker === 0xfffe;
    if (isMetadata) kept.push(jpeg.toString('latin1', at + 4, at + 8));
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  expect(jpeg.readUInt16BE(0)).toBe(0xffd8);
  expect(kept).toEqual([]);
}

/** Up to what JPEG and a change of colour space do to a flat area. */
function expectNear(found: Colour, wanted: Colour): void {
  const distance = Math.max(Math.abs(found.r - wanted.r), Math.abs(found.g - wanted.g), Math.abs(found.b - wanted.b));
  expect(distance, `${JSON.stringify(found)} is not near ${JSON.stringify(wanted)}`).toBeLessThan(40);
}

async function pixel(image: Buffer, left: number, top: number): Promise<Colour> {
  const [r = -1, g = -1, b = -1] = await sharp(image).extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
  return { r, g, b };
}
