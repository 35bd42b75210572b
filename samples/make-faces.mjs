/**
 * Draws the pictures of samples/<mapping>/faces: cartoons of nobody, the same bytes at every run with the same sharp.
 * Run it with `node samples/make-faces.mjs` after adding a person; the pictures are committed.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const PICTURES = {
  generic: {
    jpeg: ['testa', 'gusta', 'linea', 'upper', 'lower', 'twice-old', 'twice-new', 'refusa', 'doppia', 'zoe'],
    png: ['quota'],
    /** From a telephone: turned by its EXIF orientation, and telling where it was taken. */
    phone: ['aegir'],
    /** The first half of a JPEG. */
    cut: ['broken'],
  },
  sumsub: {
    jpeg: [
      '5f00000000000000000000a1',
      'user_0003',
      'user_0005',
      '5f00000000000000000000b3',
      '5f00000000000000000000b5',
      'user_0021',
    ],
    png: ['user_0002'],
    phone: ['5f00000000000000000000a4'],
    cut: ['5f00000000000000000000b9'],
  },
};

for (const [mapping, kinds] of Object.entries(PICTURES)) {
  const folder = fileURLToPath(new URL(`./${mapping}/faces/`, import.meta.url));
  await mkdir(folder, { recursive: true });
  for (const name of kinds.jpeg) await writeFile(`${folder}${name}.jpg`, await jpeg(name));
  for (const name of kinds.png) await writeFile(`${folder}${name}.png`, await draw(name).png({ palette: true }).toBuffer());
  for (const name of kinds.phone) await writeFile(`${folder}${name}.jpg`, await fromPhone(name));
  for (const name of kinds.cut) await writeFile(`${folder}${name}.jpg`, (await jpeg(name)).subarray(0, 3000));
  await writeFile(`${folder}not-an-image.jpg`, 'This is a text file with the name of a picture.\n');
}

function jpeg(name) {
  return draw(name).jpeg({ quality: 75 }).toBuffer();
}

function fromPhone(name) {
  const gps = { GPSLatitudeRef: 'N', GPSLatitude: '0/1 0/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '0/1 0/1 0/1' };
  return draw(name)
    .rotate(270)
    .jpeg({ quality: 75 })
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: 'Example', Model: 'Sample Phone' }, IFD3: gps })
    .toBuffer();
}

/** A head with eyes and a mouth, 480 x 600 pixels; the name decides about colours and proportions. */
function draw(name) {
  const bytes = createHash('sha256').update(name).digest();
  const colour = (at, light) => `hsl(${Math.round((bytes[at] * 360) / 256)} 55% ${light}%)`;
  const between = (at, low, high) => Math.round(low + (bytes[at] * (high - low)) / 256);
  const eyes = between(4, 55, 85);
  const mouth = between(5, 20, 60);
  return sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="480" height="600">
      <rect width="480" height="600" fill="${colour(0, 82)}"/>
      <rect x="${between(1, 60, 120)}" y="480" width="270" height="200" rx="60" fill="${colour(1, 40)}"/>
      <ellipse cx="240" cy="290" rx="${between(2, 130, 170)}" ry="${between(3, 180, 215)}" fill="${colour(2, 65)}"/>
      <path d="M90 230 Q240 ${between(6, -70, -10)} 390 230 Q240 150 90 230" fill="${colour(3, 28)}"/>
      <circle cx="${240 - eyes}" cy="270" r="20" fill="#222"/><circle cx="${240 + eyes}" cy="270" r="20" fill="#222"/>
      <path d="M240 290 l-16 70 h32 z" fill="${colour(2, 50)}"/>
      <path d="M170 400 q70 ${mouth} 140 0" stroke="#722" stroke-width="12" fill="none"/>
    </svg>`),
  );
}
