/** Joins a record with the rows of second files: own user ids, applicants' names, names of images. */
import type { Problem } from '../errors.js';
import type { JsonObject, SourceRecord } from '../model.js';
import { compileFrom } from './fields.js';
import { compilePath } from './paths.js';
import { pathsBelow } from './paths-below.js';
import type { LookupSpec, MappingFile } from './schema.js';
import { textOf, unwrap } from './values.js';

/** A lookup as a mapping declares it. */
export interface Lookup {
  readonly name: string;
  /** It may be left out. */
  readonly optional: boolean;
  /** Where in a JSON document the rows may be, as for exports. */
  readonly recordPaths: readonly string[];
  /** The key of a row; undefined where it has none. */
  keyOf(row: SourceRecord): string | undefined;
}

/** The rows of a key, in the order of the file. */
export type FindRows = (key: string) => readonly JsonObject[];
/** By the name of the lookup; one that was left out is missing. */
export type LookupTables = ReadonlyMap<string, FindRows>;

export function listLookups({ lookup = {} }: MappingFile): Lookup[] {
  return Object.entries(lookup).map(([name, { key, records = ['$'], optional = false }]) => {
    const readKey = compileKey(key);
    return { name, optional, recordPaths: records, keyOf: (row) => readKey(row.fields) };
  });
}

export interface Joined {
  /** The record with a field of each lookup's name: a row, or a list of rows. It goes before a field of that name in the record. */
  readonly fields: JsonObject;
  readonly problems: readonly Problem[];
}

/** In the order of the mapping, so that a lookup may look where an earlier one has led. */
export function compileJoin(file: MappingFile, tables: LookupTables): (fields: JsonObject) => Joined {
  const joins = Object.entries(file.lookup ?? {}).map(([name, spec]) => compileLookup(name, spec, file, tables.get(name)));
  if (joins.length === 0) return (fields) => ({ fields, problems: [] });
  return (fields) =>
    joins.reduce<Joined>(
      (joined, join) => {
        const { value, problem } = join(joined.fields);
        return { fields: { ...joined.fields, ...value }, problems: problem ? [...joined.problems, problem] : joined.problems };
      },
      { fields, problems: [] },
    );
}

interface Found {
  readonly value: JsonObject;
  readonly problem?: Problem;
}

function compileLookup(
  name: string,
  spec: LookupSpec,
  file: MappingFile,
  find: FindRows = () => [],
): (fields: JsonObject) => Found {
  const { on, many = false, optional = false } = spec;
  const [field = ''] = [on].flat();
  const readKeys = compileKeys(on);
  const used = pathsBelow(name, file).map(compilePath);
  /** What the mapping reads of a row: rows that agree in that are one. */
  const readingOf = (row: JsonObject) => JSON.stringify(used.map((path) => path.find({ [name]: row })));
  const problem = (code: 'lookup_missing' | 'lookup_ambiguous'): Problem => ({ code, field, detail: { lookup: name } });

  return (fields) => {
    const keys = readKeys(fields);
    const rows = many ? keys.flatMap(find) : keys.slice(0, 1).flatMap(find);
    const [first] = rows;
    if (first === undefined) return { value: { [name]: {} }, ...(!optional && { problem: problem('lookup_missing') }) };
    if (many) return { value: { [name]: [...rows] } };
    const disagree = rows.length > 1 && new Set(rows.map(readingOf)).size > 1;
    return disagree ? { value: { [name]: {} }, problem: problem('lookup_ambiguous') } : { value: { [name]: first } };
  };
}

/** Keys compare as they are written, apart from blanks around them. */
function compileKeys(on: LookupSpec['on']): (fields: JsonObject) => string[] {
  const find = compileFrom(on);
  return (fields) =>
    (find(fields)?.values ?? []).flatMap((value) => [value].flat()).flatMap((value) => textOf(unwrap(value)) ?? []);
}

function compileKey(key: string): (fields: JsonObject) => string | undefined {
  const path = compilePath(key);
  return (fields) => {
    const [value] = path.values(fields);
    return value === undefined ? undefined : textOf(value);
  };
}
