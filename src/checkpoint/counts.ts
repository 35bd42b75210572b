import type { Database } from '../database.js';
import type { Code, Detail } from '../errors.js';
import { recordNames } from './record-names.js';

/** A count for each name, and their sum. */
export type Counts<Name extends string> = Readonly<Record<Name, number>> & { readonly total: number };

export interface ProblemCount {
  readonly code: Code;
  readonly count: number;
  /** The first few, as "number" or "file:number" when there are several exports. */
  readonly examples: readonly string[];
  /** Of the first example: what its sentence needs. */
  readonly detail: Detail;
}

/** So many examples are given of what many records have. */
export const EXAMPLES = 5;

/** Zero where there is none, and the sum as `total`. */
export function countsOf<Name extends string>(
  names: readonly Name[],
  rows: readonly { readonly name: Name; readonly n: number }[],
): Counts<Name> {
  const found = new Map(rows.map(({ name, n }) => [name, n]));
  const counts = Object.fromEntries(names.map((name) => [name, found.get(name) ?? 0])) as Record<Name, number>;
  return { ...counts, total: names.reduce<number>((sum, name) => sum + counts[name], 0) };
}

/**
 * @param counts SQL that gives each code with its count
 * @param examples SQL that gives the first records of a code
 */
export function problemCounts(database: Database, counts: string, examples: string): ProblemCount[] {
  const nameOf = recordNames(database);
  return database.all<{ code: Code; count: number }>(counts).map(({ code, count }) => {
    const rows = database.all<Example>(examples, [code]);
    return {
      code,
      count,
      examples: rows.map(({ export_id, number }) => nameOf(export_id, number)),
      detail: detailOf(rows[0]),
    };
  });
}

interface Example {
  export_id: number;
  number: number;
  field: string | null;
  /** JSON. */
  detail: string | null;
}

function detailOf(example: Example | undefined): Detail {
  const detail: Detail = example?.detail ? JSON.parse(example.detail) : {};
  return example?.field ? { field: example.field, ...detail } : detail;
}
