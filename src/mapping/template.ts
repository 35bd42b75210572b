/** Texts with fields in braces, such as `{id}/selfie.*` or `{date} {time}`. */
import type { JsonObject } from '../model.js';
import { compilePath, parsePath } from './paths.js';
import { isNothing, textOf, unwrap } from './values.js';

type Part = { readonly literal: string } | { readonly path: string };

/** The parts of a template; undefined where a brace or a path is broken, or where nothing in it comes from the record. */
export function parseTemplate(template: string): readonly Part[] | undefined {
  const pieces = template.split(/(\{[^{}]*\})/).filter((piece) => piece !== '');
  const parts = pieces.map((piece): Part => (/^\{.*\}$/s.test(piece) ? { path: piece.slice(1, -1) } : { literal: piece }));
  const sound = parts.every((part) => ('path' in part ? parsePath(part.path) !== undefined : !/[{}]/.test(part.literal)));
  return sound && parts.some((part) => 'path' in part) ? parts : undefined;
}

/** The filled template; undefined where a record lacks one of its fields. */
export function compileTemplate(template: string): (fields: JsonObject) => string | undefined {
  const parts = parseTemplate(template);
  if (parts === undefined) throw new TypeError(`not a template: ${template}`);
  const pieces = parts.map((part) => {
    if ('literal' in part) return () => part.literal;
    const path = compilePath(part.path);
    return (fields: JsonObject) => {
      const value = path
        .find(fields)
        .map(unwrap)
        .find((candidate) => !isNothing(candidate));
      return value === undefined ? undefined : textOf(value);
    };
  });
  return (fields) => {
    const filled = pieces.map((piece) => piece(fields));
    return filled.includes(undefined) ? undefined : filled.join('');
  };
}
