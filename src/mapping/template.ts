/** Texts with fields in braces, such as `{id}/selfie.*` or `{date} {time}`. */
import type { JsonObject } from '../model.js';
import { compilePath, parsePath } from './paths.js';
import { textOf } from './values.js';

type Part = { readonly literal: string } | { readonly path: string };

/** The parts of a template; undefined where a brace or a path is broken, or where nothing in it comes from the record. */
export function parseTemplate(template: string): readonly Part[] | undefined {
  const pieces = template.split(/(\{[^{}]*\})/).filter((piece) => piece !== '');
  const parts = pieces.map((piece): Part => (/^\{.*\}$/s.test(piece) ? { path: piece.slice(1, -1) } : { literal: piece }));
  const sound = parts.every((part) => ('path' in part ? parsePath(part.path) !== undefined : !/[{}]/.test(part.literal)));
  return sound && parts.some((part) => 'path' in part) ? parts : undefined;
}

/** The filled template, with the first value of each of its fields; undefined where a record lacks one of them. */
export function compileTemplate(template: string): (fields: JsonObject) => string | undefined {
  const fill = compileFillings(template, 1);
  return (fields) => fill(fields)[0];
}

/** Every way to fill the template, at most so many: a field may have several values. None where a record lacks one of the fields. */
export function compileFillings(template: string, most: number): (fields: JsonObject) => string[] {
  const parts = parseTemplate(template);
  if (parts === undefined) throw new TypeError(`not a template: ${template}`);
  const pieces = parts.map((part) => {
    if ('literal' in part) return () => [part.literal];
    const path = compilePath(part.path);
    return (fields: JsonObject) => {
      const values = path.values(fields);
      return values.slice(0, most).flatMap((value) => textOf(value) ?? []);
    };
  });
  return (fields) => {
    let filled = [''];
    for (const piece of pieces) {
      const texts = piece(fields);
      if (texts.length === 0) return [];
      filled = filled.flatMap((begin) => texts.map((text) => begin + text));
    }
    return filled.slice(0, most);
  };
}
