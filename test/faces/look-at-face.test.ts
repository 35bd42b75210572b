import { mkdirSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FaceCheck, lookAtFace } from '../../src/faces/look-at-face.js';
import { prepareFace } from '../../src/faces/prepare-face.js';
import { facesIn } from '../helpers/faces-in.js';
import * as images from '../helpers/images.js';
import { Workdir } from '../helpers/program.js';

let dir: Workdir;
beforeEach(() => {
  dir = new Workdir();
  mkdirSync(dir.path('faces'));
});

const prepare = (file: Buffer) => prepareFace(file, { maxSide: 320, quality: 85 });
const look = async (name: string, check: FaceCheck) =>
  lookAtFace([{ kind: 'file', path: name }], await facesIn(dir.path('faces')), check, prepare);

describe('a look', () => {
  it('at nothing but its being there takes any file', async () => {
    dir.write('faces/a.jpg', 'text');
    expect(await look('a.jpg', 'none')).toEqual({ name: 'a.jpg', bytes: 4 });
    expect(await look('b.jpg', 'none')).toEqual({ problem: { code: 'face_missing' } });
  });

  it.each(['png', 'tiff', 'webp'] as const)('at the header of a large %s needs no picture behind it', async (format) => {
    const image = await images.noiseAs(format, 500);
    expect(image.length).toBeGreaterThan(128 * 1024);
    dir.write('faces/a.img', image);
    expect(await look('a.img', 'header')).toEqual({ name: 'a.img', bytes: image.length });
  });

  it('at the header of a large file tells what is no image', async () => {
    dir.write('faces/a.mp4', Buffer.concat([images.mediaFile('isom'), Buffer.alloc(300_000)]));
    expect(await look('a.mp4', 'header')).toEqual({
      problem: { code: 'face_not_image', detail: { what: 'a video' } },
    });
  });

  it('at the whole gives the sizes before and after', async () => {
    const image = await images.portrait(1);
    dir.write('faces/a.jpg', image);
    const { jpeg, marker } = await prepare(image);
    expect(await look('a.jpg', 'full')).toEqual({
      name: 'a.jpg',
      bytes: image.length,
      digest: expect.stringMatching(/^[\w-]{22}$/),
      prepared: { marker, bytes: jpeg.length },
    });
    expect(jpeg.length).toBeLessThan(image.length);
  });
});
