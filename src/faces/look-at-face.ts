import type { Archive } from '../archive.js';
import { type Problem, problemOf } from '../errors.js';
import type { FaceReference } from '../model.js';
import { digestOf } from './digest-of-face.js';
import { locateFace } from './locate-face.js';
import { type FaceSettings, prepareFace } from './prepare-face.js';
import { readHeader } from './read-header.js';

/** How closely a face is looked at before anything is sent: is it there, does its header decode, can it be prepared. */
export const FACE_CHECKS = ['none', 'header', 'full'] as const;
export type FaceCheck = (typeof FACE_CHECKS)[number];

/** What was learnt of a face, as far as the look went. */
export interface FaceLook {
  readonly problem?: Problem;
  /** Of the file. */
  readonly bytes?: number;
  /** Of the file, where it was read whole. */
  readonly digest?: string;
  readonly prepared?: { readonly marker: string; readonly bytes: number };
}

/** Enough for the header of every kind of image that has it at the beginning. */
const HEAD_BYTES = 128 * 1024;

/** Looks at the first reference that is there. What a face is refused for is told, not thrown. */
export async function lookAtFace(
  references: readonly FaceReference[],
  archive: Archive,
  check: FaceCheck,
  settings: FaceSettings,
): Promise<FaceLook> {
  const place = await locateFace(references, archive);
  if ('problem' in place) return place;
  const { found, bytes } = place;
  try {
    if (check === 'full') return await prepared(await archive.read(found), settings);
    if (check === 'header') await checkHeader(found, bytes, archive);
    return { bytes };
  } catch (error) {
    return { bytes, problem: requireProblem(error) };
  }
}

async function prepared(file: Buffer, settings: FaceSettings): Promise<FaceLook> {
  const read = { bytes: file.length, digest: digestOf(file) };
  try {
    const { jpeg, marker } = await prepareFace(file, settings);
    return { ...read, prepared: { marker, bytes: jpeg.length } };
  } catch (error) {
    return { ...read, problem: requireProblem(error) };
  }
}

/** Some formats have their header at the end, and some decoders want the whole file. */
async function checkHeader(name: string, bytes: number, archive: Archive): Promise<void> {
  if (bytes > HEAD_BYTES) {
    try {
      await readHeader(await beginning(name, archive));
      return;
    } catch (error) {
      const { code } = requireProblem(error);
      if (code !== 'face_truncated' && code !== 'face_broken') throw error;
    }
  }
  await readHeader(await archive.read(name));
}

async function beginning(name: string, archive: Archive): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of await archive.stream(name)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function requireProblem(error: unknown): Problem {
  const problem = problemOf(error);
  if (!problem) throw error;
  return problem;
}
