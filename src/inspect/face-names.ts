/** How the images are named: which field of the export the names of files are made of. */
import type { Archive } from '../archive/index.js';
import type { DraftTemplate } from './draft.js';
import type { IdSurvey } from './id-survey.js';

/** Names that are compared with the ids; one way of naming shows in far fewer. */
const MOST_NAMES = 5000;
const MOST_TEMPLATES = 5;
/** A name that is nothing but a field. What stands around one may be somebody's name, as long as it is met once. */
const BARE = /^\{[^{}]+\}\.\*$/;
const IMAGE = /\.(?:jpe?g|png|webp|hei[cf]|avif|tiff?|gif|bmp)$/i;

/** @returns templates for the mapping, those that fit most images first */
export async function faceTemplates(archive: Archive, ids: readonly IdSurvey[]): Promise<DraftTemplate[]> {
  const counts = new Map<string, number>();
  let images = 0;
  for await (const { name } of archive.members()) {
    if (!IMAGE.test(name)) continue;
    images += 1;
    const template = templateOf(name, ids);
    if (template !== undefined) counts.set(template, (counts.get(template) ?? 0) + 1);
    if (images === MOST_NAMES) break;
  }
  const looked = images === MOST_NAMES ? `the first ${images}` : images;
  return [...counts]
    .filter(([template, count]) => count > 1 || BARE.test(template))
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_TEMPLATES)
    .map(([template, count]) => ({ template, remark: `fits ${count} of ${looked} images` }));
}

/** The template that gives this name: the part that is an id of the export stands as that field, what is around it as it is. */
function templateOf(name: string, ids: readonly IdSurvey[]): string | undefined {
  const stem = name.replace(IMAGE, '');
  for (const part of partsOf(stem)) {
    const field = ids.find((each) => each.has(part.text));
    if (field !== undefined) return `${stem.slice(0, part.from)}{${field.path}}${stem.slice(part.from + part.text.length)}.*`;
  }
  return undefined;
}

interface Part {
  readonly text: string;
  readonly from: number;
}

/** The parts of a name that may be an id: whole folders and file names first, then what stands before or behind a `_` or `-`. */
function partsOf(stem: string): Part[] {
  const segments = [...stem.matchAll(/[^/]+/g)].map(({ 0: text, index: from }): Part => ({ text, from }));
  const pieces = segments.flatMap(({ text, from }) =>
    [...text.matchAll(/[_-]/g)].flatMap(({ index }): Part[] => [
      { text: text.slice(0, index), from },
      { text: text.slice(index + 1), from: from + index + 1 },
    ]),
  );
  return [...segments.toReversed(), ...pieces].filter(({ text }) => text !== '');
}
