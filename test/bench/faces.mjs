// How fast faces are prepared, in how much memory, and how soon bombs are refused: npm run bench:faces [case …]
// test/bench/README.md says what is measured and how. Figures, no assertions.
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { openArchive } from '../../dist/archive/index.js';
import { faceSource, lookAtFace, prepareFace, tuneSharp } from '../../dist/faces/index.js';
import { photo } from './photo.mjs';

const CORES = availableParallelism();
const SETTINGS = { maxSide: 1280, quality: 85 };
const LARGE = [4000, 3000];
const MIDDLE = [1600, 1250];
const SMALL = [320, 240];

const SPEEDS = {
  '12 MP JPEG': { size: LARGE, format: 'jpeg', images: 60 },
  '2 MP JPEG': { size: MIDDLE, format: 'jpeg', images: 200 },
  '0.08 MP JPEG': { size: SMALL, format: 'jpeg', images: 1000 },
  '2 MP PNG': { size: MIDDLE, format: 'png', images: 60 },
  '2 MP WebP': { size: MIDDLE, format: 'webp', images: 60 },
  '2 MP TIFF': { size: MIDDLE, format: 'tiff', images: 100 },
  '2 MP AVIF': { size: MIDDLE, format: 'avif', images: 60 },
  '12 MP AVIF': { size: LARGE, format: 'avif', images: 20 },
};

const BOMBS = {
  'PNG of 30,000 × 30,000': (file) => writeFileSync(file, pngClaiming(30_000, 30_000)),
  '1 GB of zeros as .jpg': (file) => truncateTo(file, 1_000_000_000),
  '50 MB of zeros as .jpg': (file) => truncateTo(file, 50_000_000),
  'gzip in gzip in gzip as .jpg': (file) => writeFileSync(file, gzipSync(gzipSync(gzipSync(Buffer.alloc(100_000_000))))),
  'zip of 1 GB of zeros': (file) => writeFileSync(file, zipOf('bomb.jpg', deflatedZeros(1000), 1_000_000_000)),
  'zip of 1 GB that says 1 kB': (file) => writeFileSync(file, zipOf('bomb.jpg', deflatedZeros(1000), 1000)),
  'zip in zip in zip': (file) => {
    let zip = Buffer.from('not an image');
    for (let depth = 0; depth < 100; depth++) zip = zipOf('bomb.jpg', deflateRawSync(zip), zip.length, crc32(zip));
    writeFileSync(file, zip);
  },
  // Not refused: the most that is taken.
  'PNG of 10,000 × 10,000': async (file) =>
    writeFileSync(file, await blank(10_000).png({ progressive: true, compressionLevel: 9 }).toBuffer()),
  'progressive JPEG of 10,000 × 10,000': async (file) =>
    writeFileSync(file, await blank(10_000).jpeg({ progressive: true }).toBuffer()),
};

const [mode, ...rest] = process.argv.slice(2);
if (mode === '--prepare') await prepareAll(rest);
else await measureAll(mode === undefined ? [] : [mode, ...rest]);

/** In a process of its own, so that its peak is the peak of this case. */
async function prepareAll([folder, names]) {
  tuneSharp();
  const source = faceSource({ archive: await openArchive(folder), kept: () => undefined, links: undefined });
  const waiting = names.split(',');
  const looks = new Map();
  const began = performance.now();
  const work = async () => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const { problem } = await lookAtFace([{ kind: 'file', path: name }], source, 'full', (file) => prepareFace(file, SETTINGS));
      const end = problem?.code ?? 'prepared';
      looks.set(end, (looks.get(end) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CORES }, work));
  const seconds = (performance.now() - began) / 1000;
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const ends = [...looks.keys()].join(' ');
  console.log(JSON.stringify({ seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMB: peakMegabytes(), ends }));
}

/** Linux counts the parent's memory into a child's `maxRSS`; its own peak is here. */
function peakMegabytes() {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  return Number(peak ?? process.resourceUsage().maxRSS) / 1024;
}

async function measureAll(asked) {
  const wanted = (name) => asked.length === 0 || asked.some((part) => name.includes(part));
  const thumbnailer = spawnSync('vipsthumbnail', ['--vips-version'], { encoding: 'utf8' });
  const found = thumbnailer.status === 0;
  console.log(`Node ${process.version}, sharp ${sharp.versions.sharp} (libvips ${sharp.versions.vips}), ${CORES} cores`);
  console.log(found ? thumbnailer.stdout.trim() : 'NO vipsthumbnail HERE: install libvips-tools; nothing is compared.');
  const results = [];
  const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-faces-'));
  try {
    console.log('\ncase                   images/s    CPU ms    peak MB   vipsthumbnail/s    ratio');
    for (const [name, facts] of Object.entries(SPEEDS)) if (wanted(name)) results.push(await speed(name, facts, folder, found));
    console.log('\nbomb                                        ms    peak MB   outcome');
    for (const [name, make] of Object.entries(BOMBS)) if (wanted(name)) results.push(await bomb(name, make, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(`\n${JSON.stringify(results)}`);
}

async function speed(name, { size: [width, height], format, images }, folder, found) {
  const originals = join(folder, name.replaceAll(' ', '-'));
  mkdirSync(originals);
  const different = Math.min(images, width > 2000 ? 4 : 12);
  for (let seed = 1; seed <= different; seed++) {
    const bytes = await (await photo(width, height, seed)).toFormat(format, format === 'avif' ? { effort: 1 } : {}).toBuffer();
    for (let copy = seed; copy <= images; copy += different) writeFileSync(join(originals, `${copy}.${format}`), bytes);
  }
  const names = Array.from({ length: images }, (_, index) => `${index + 1}.${format}`);
  const ours = await inChild(originals, names);
  const theirs = found ? await vipsthumbnail(originals, names) : undefined;
  const result = {
    case: name,
    imagesPerSecond: images / ours.seconds,
    cpuMsPerImage: (ours.cpuSeconds * 1000) / images,
    peakMB: ours.peakMB,
    ends: ours.ends,
    ...(theirs !== undefined && { vipsthumbnailPerSecond: images / theirs, ratio: theirs / ours.seconds }),
  };
  console.log(
    name.padEnd(20),
    result.imagesPerSecond.toFixed(1).padStart(10),
    result.cpuMsPerImage.toFixed(1).padStart(9),
    result.peakMB.toFixed(0).padStart(10),
    theirs === undefined ? '' : `${result.vipsthumbnailPerSecond.toFixed(1).padStart(17)} ${result.ratio.toFixed(2).padStart(8)}`,
    ours.ends === 'prepared' ? '' : ours.ends,
  );
  rmSync(originals, { recursive: true });
  return result;
}

/** Seconds that one process for each core takes, each with its share of the files and one thread: faster here than one with threads. */
async function vipsthumbnail(folder, names) {
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CORES }, (_, core) => {
      const share = names.filter((_, index) => index % CORES === core);
      const args = ['--size', '1280x1280>', '--output', 'thumb-%s.jpg[Q=85,strip]', ...share];
      const env = { PATH: process.env.PATH, VIPS_CONCURRENCY: '1' };
      const child = spawn('vipsthumbnail', args, { cwd: folder, env, stdio: 'inherit' });
      return new Promise((resolve) => child.once('close', resolve));
    }),
  );
  return (performance.now() - began) / 1000;
}

async function bomb(name, make, folder) {
  const file = join(folder, name.startsWith('zip') ? 'faces.zip' : 'bomb.jpg');
  await make(file);
  const { seconds, peakMB, ends } = await inChild(name.startsWith('zip') ? file : folder, ['bomb.jpg']);
  console.log(name.padEnd(38), (seconds * 1000).toFixed(0).padStart(8), peakMB.toFixed(0).padStart(10), ` ${ends}`);
  rmSync(file);
  return { bomb: name, seconds, peakMB, ends };
}

async function inChild(folder, names) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--prepare', folder, names.join(',')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(said);
}

function truncateTo(path, size) {
  const file = openSync(path, 'w');
  ftruncateSync(file, size);
  closeSync(file);
}

function blank(side) {
  return sharp({ create: { width: side, height: side, channels: 4, background: 'grey' } });
}

/** So many megabytes, deflated piece by piece: a deflate stream may have as many blocks as it likes. */
function deflatedZeros(megabytes) {
  const piece = deflateRawSync(Buffer.alloc(1_000_000), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array(megabytes).fill(piece), deflateRawSync(Buffer.alloc(0))]);
}

/** A zip with one deflated member that is said to hold `size` bytes. */
function zipOf(name, deflated, size, checksum = 0) {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(checksum, 14);
  local.writeUInt32LE(deflated.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(checksum, 16);
  entry.writeUInt32LE(deflated.length, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  const members = Buffer.concat([local, Buffer.from(name), deflated]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(members.length, 16);
  return Buffer.concat([members, entry, Buffer.from(name), end]);
}

/** The header of a PNG; what it claims is all that is looked at. */
function pngClaiming(width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
  ]);
}

function chunk(type, data) {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crcOf(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}

function crcOf(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
