/** Where a person's faces are: templates such as `{id}/selfie.*`, filled from the record. */
import type { FaceReference, JsonObject } from '../model.js';
import { compileFrom } from './fields.js';
import { parsePath } from './paths.js';
import { textOf } from './values.js';

type Part = { readonly literal: string } | { readonly path: string };

/** The parts of a template; undefined where a brace or a path is broken, or where nothing in it comes from the record. */
export function parseTemplate(template: string): readonly Part[] | undefined {
  const pieces = template.split(/(\{[^{}]*\})/).filter((piece) => piece !== '');
  const parts = pieces.map((piece): Part => (/^\{.*\}$/s.test(piece) ? { path: piece.slice(1, -1) } : { literal: piece }));
  const sound = parts.every((part) => ('path' in part ? parsePath(part.path) !== undefined : !/[{}]/.test(part.literal)));
  return sound && parts.some((part) => 'path' in part) ? parts : undefined;
}

/** In order of preference; a template that lacks one of its fields gives nothing, the same place twice is one. */
export function compileFaces(templates: readonly string[]): (fields: JsonObject) => FaceReference[] {
  const fillers = templates.map(compileTemplate);
  return (fields) => {
    const paths = new Set(fillers.map((fill) => fill(fields)));
    return [...paths].flatMap((path) => (path === undefined ? [] : { kind: 'file' as const, path }));
  };
}

function compileTemplate(template: string): (fields: JsonObject) => string | undefined {
  const parts = parseTemplate(template);
  if (parts === undefined) throw new TypeError(`not a template: ${template}`);
  const pieces = parts.map((part) => {
    if ('literal' in part) return () => part.literal;
    const find = compileFrom(part.path);
    return (fields: JsonObject) => {
      const value = find(fields)?.values[0];
      return value === undefined ? undefined : textOf(value);
    };
  });
  return (fields) => {
    const filled = pieces.map((piece) => piece(fields));
    return filled.includes(undefined) ? undefined : filled.join('');
  };
}
