import { createHash } from 'node:crypto';
import { problemOf } from '../errors.js';
import { decodeInline } from '../faces/index.js';
import { type FaceReference, type Json, type JsonObject, keptImageMark } from '../model.js';

export interface KeptImage {
  readonly sha256: string;
  readonly bytes: Buffer;
}

/**
 * Takes the images out of a record: the checkpoint keeps each once, as bytes, and the record and its references hold a mark in its
 * place. What cannot be decoded stays in the record, for somebody to mend.
 */
export function keepImages(
  faces: readonly FaceReference[],
  fields: JsonObject,
): { faces: readonly FaceReference[]; fields: JsonObject; images: KeptImage[] } {
  const images: KeptImage[] = [];
  if (!faces.some((face) => face.kind === 'inline')) return { faces, fields, images };
  let rest = fields;
  const kept = faces.map((face): FaceReference => {
    if (face.kind !== 'inline') return face;
    try {
      const bytes = decodeInline(face.data);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      images.push({ sha256, bytes });
      rest = replaceText(rest, face.data, keptImageMark(sha256));
      return { kind: 'kept', sha256 };
    } catch (error) {
      const problem = problemOf(error);
      if (!problem) throw error;
      return { kind: 'unusable', problem };
    }
  });
  return { faces: kept, fields: rest, images };
}

/** The template may have put a `data:…;base64,` before what the record has. */
function replaceText(fields: JsonObject, data: string, mark: string): JsonObject {
  const texts = new Set([data, data.slice(data.indexOf(',') + 1)]);
  const replaced = (value: Json): Json => {
    if (typeof value === 'string') return texts.has(value.trim()) ? mark : value;
    if (Array.isArray(value)) return value.map(replaced);
    return typeof value === 'object' && value !== null ? inside(value) : value;
  };
  const inside = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, replaced(value)]));
  return inside(fields);
}
