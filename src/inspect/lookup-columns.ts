/** How a second file is joined to the export: which of its columns holds ids of the export, and which your own. */
import { MigrateError } from '../errors.js';
import { compilePath, isNothing, textOf } from '../mapping/index.js';
import type { FoundLookup } from './draft.js';
import { isMadeByMachine, ownIds } from './id-candidates.js';
import type { Survey } from './survey.js';

/** A column joins where more than half of these rows lead to a record. */
const LOOKED_AT = 200;

/**
 * @param lookup a survey of the second file, with its first records
 * @throws MigrateError `lookup_unrelated` where no column of the second file holds ids of the export
 */
export function lookupColumns(name: string, file: string, lookup: Survey, survey: Survey): FoundLookup & { readonly on: string } {
  const rows = lookup.first.slice(0, LOOKED_AT);
  const pairs = lookup.fields.flatMap(({ path }) => {
    const { find } = compilePath(path);
    const texts = rows
      .flatMap(({ fields }) => find(fields).slice(0, 1))
      .flatMap((value) => (isNothing(value) ? [] : (textOf(value) ?? [])));
    return survey.ids.map((ids) => ({ key: path, on: ids.path, hits: texts.filter((text) => ids.has(text)).length }));
  });
  const best = pairs.reduce((one, other) => (other.hits > one.hits ? other : one), { key: '', on: '', hits: 0 });
  if (best.hits * 2 <= rows.length) throw new MigrateError('lookup_unrelated', { file });
  const others = lookup.fields.filter(({ path, filled }) => path !== best.key && filled > 0);
  const [named] = ownIds(lookup.roles).filter((field) => others.includes(field));
  const user = named ?? others.filter((field) => !isMadeByMachine(field)).find(({ unlike }) => unlike === 1);
  return { name, on: best.on, key: best.key, user: (user ?? (others.length === 1 ? others[0] : undefined))?.path };
}
