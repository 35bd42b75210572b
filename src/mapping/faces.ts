/** Where a person's faces are: templates such as `{id}/selfie.*`, filled from the record with names, links or images. */
import { type FaceReference, type JsonObject, keptImageIn } from '../model.js';
import { compileFillings } from './template.js';

/** Images of one template, where a path leads to several: Didit takes no more. */
const MOST_OF_ONE = 5;
/** Bare base64 is told from a name by its length: no file name is so long. */
const LONGEST_NAME = 1024;

/** In order of preference; a template that lacks one of its fields gives nothing, the same place twice is one. */
export function compileFaces(templates: readonly string[]): (fields: JsonObject) => FaceReference[] {
  const fillers = templates.map((template) => compileFillings(template, MOST_OF_ONE));
  return (fields) => {
    const places = new Set<string>();
    for (const fill of fillers) for (const place of fill(fields)) places.add(place);
    return places.size === 0 ? [] : [...places].map(referenceOf);
  };
}

function referenceOf(text: string): FaceReference {
  const sha256 = keptImageIn(text);
  if (sha256 !== undefined) return { kind: 'kept', sha256 };
  if (/^https?:/i.test(text)) return { kind: 'link', url: text };
  const inline = /^data:/i.test(text) || (text.length > LONGEST_NAME && !/[^\w+/=\s-]/.test(text));
  return inline ? { kind: 'inline', data: text } : { kind: 'file', path: text };
}
