/** A mapping file → what it says, or every problem in it with its line. */
import type { z } from 'zod';
import { extendMapping, extensionSchema } from './extend.js';
import { issuesOf, type Place } from './issues.js';
import { type MappingFile, mappingSchema } from './schema.js';
import { invalid, readSource, type Source } from './source.js';
import { readDraft, refuseDraft } from './undecided.js';

/**
 * Checks a mapping that extends no other.
 * @throws MigrateError mapping_invalid with a line for each problem: file, line, key and what is wrong with it; mapping_undecided
 */
export function checkMapping(text: string, file: string): MappingFile {
  return checkSource(readSource(text, file), undefined);
}

/**
 * @param base what the mapping extends, if it does
 * @throws MigrateError mapping_invalid, mapping_undecided
 */
export function checkSource(source: Source, base: MappingFile | undefined): MappingFile {
  const draft = readDraft(source.data);
  const checked = base === undefined ? checkWhole(draft.data, source) : checkExtension(draft.data, base, source);
  refuseDraft(draft, source);
  return checked;
}

function checkWhole(data: unknown, source: Source): MappingFile {
  const checked = mappingSchema.safeParse(data);
  if (checked.success) return checked.data;
  throw refusal(checked.error, source, (place) => place);
}

function checkExtension(data: unknown, base: MappingFile, source: Source): MappingFile {
  const changes = extensionSchema.safeParse(data);
  if (!changes.success) throw refusal(changes.error, source, (place) => place);
  const extended = extendMapping(base, changes.data);
  const checked = mappingSchema.safeParse(extended.data);
  if (checked.success) return checked.data;
  throw refusal(checked.error, source, extended.placeOf);
}

function refusal(error: z.ZodError, source: Source, placeOf: (place: Place) => Place) {
  return invalid(
    source.file,
    issuesOf(error).map(({ place, says }) => source.describe({ place: placeOf(place), says })),
  );
}
