/** Where a person's faces are: templates such as `{id}/selfie.*`, filled from the record. */
import type { FaceReference, JsonObject } from '../model.js';
import { compileTemplate } from './template.js';

/** In order of preference; a template that lacks one of its fields gives nothing, the same place twice is one. */
export function compileFaces(templates: readonly string[]): (fields: JsonObject) => FaceReference[] {
  const fillers = templates.map(compileTemplate);
  return (fields) => {
    const paths = new Set(fillers.map((fill) => fill(fields)));
    return [...paths].flatMap((path) => (path === undefined ? [] : { kind: 'file' as const, path }));
  };
}
