/** Where a person's faces are: templates such as `{id}/selfie.*`, filled from the record with names, links or images. */
import { type FaceReference, type JsonObject, keptImageIn } from '../model.js';
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

/** Images of one template, where a path leads to several: Didit takes no more. */
const MOST_OF_ONE = 5;
/** Bare base64 is told from a name by its length: no file name is so long. */
const LONGEST_NAME = 1024;

/** In order of preference; a template that lacks one of its fields gives nothing, the same place twice is one. */
export function compileFaces(templates: readonly string[]): (fields: JsonObject) => FaceReference[] {
  const fillers = templates.map(compileTemplate);
  return (fields) => [...new Set(fillers.flatMap((fill) => fill(fields)))].map(referenceOf);
}

function compileTemplate(template: string): (fields: JsonObject) => string[] {
  const parts = parseTemplate(template);
  if (parts === undefined) throw new TypeError(`not a template: ${template}`);
  const pieces = parts.map((part) => {
    if ('literal' in part) return () => [part.literal];
    const find = compileFrom(part.path);
    return (fields: JsonObject) => (find(fields)?.values ?? []).slice(0, MOST_OF_ONE).flatMap((value) => textOf(value) ?? []);
  });
  return (fields) =>
    pieces
      .map((piece) => piece(fields))
      .reduce((begun, texts) => begun.flatMap((begin) => texts.map((text) => begin + text)), [''])
      .slice(0, MOST_OF_ONE);
}

function referenceOf(text: string): FaceReference {
  const sha256 = keptImageIn(text);
  if (sha256 !== undefined) return { kind: 'kept', sha256 };
  if (/^https?:/i.test(text)) return { kind: 'link', url: text };
  const inline = /^data:/i.test(text) || (text.length > LONGEST_NAME && !/[^\w+/=\s-]/.test(text));
  return inline ? { kind: 'inline', data: text } : { kind: 'file', path: text };
}
