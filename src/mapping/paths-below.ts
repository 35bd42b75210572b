import { fold, parsePath, rootOf } from './paths.js';
import type { MappingFile } from './schema.js';

/** The paths of a mapping that begin with a name, wherever they stand: in fields, conditions and templates. */
export function pathsBelow(name: string, file: MappingFile): string[] {
  const begins = (text: string) => parsePath(text) !== undefined && fold(rootOf(text) ?? '') === fold(name);
  const places = [file.shapes, Object.values(file.lookup ?? {})];
  return [...new Set(places.flatMap(textsOf).flatMap((text) => [text, ...bracesOf(text)]))].filter(begins);
}

function bracesOf(text: string): string[] {
  return [...text.matchAll(/\{([^{}]+)\}/g)].map(([, path = '']) => path);
}

/** Every text in it, keys included: what is no path begins with no name, or does no harm. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}
