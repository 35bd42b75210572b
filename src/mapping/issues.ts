/** What zod has to say, flattened to one sentence per place. */
import { closestMatch } from 'leven';
import type { z } from 'zod';
import { languageKeys } from './json-schema.js';

export type Place = readonly PropertyKey[];
export interface Issue {
  readonly place: Place;
  readonly says: string;
}
type Raw = z.core.$ZodIssue;

export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap((raw) => flatten(raw, []));
}

function flatten(raw: Raw, above: Place): Issue[] {
  const place = [...above, ...raw.path];
  switch (raw.code) {
    case 'unrecognized_keys':
      return raw.keys.map((key) => ({ place: [...place, key], says: `Unknown key${suggestion(key)}` }));
    case 'invalid_key':
      return raw.issues.map((issue) => ({ place, says: issue.message }));
    case 'invalid_union':
      return flattenUnion(raw.errors, place);
    default:
      return [{ place, says: raw.message }];
  }
}

/** Of the forms that a place may have, the one that was probably meant: the right kind of value, and the fewest faults. */
function flattenUnion(branches: readonly (readonly Raw[])[], place: Place): Issue[] {
  const isOtherKind = (branch: readonly Raw[]) => branch.some((raw) => raw.code === 'invalid_type' && raw.path.length === 0);
  const [meant] = branches.filter((branch) => !isOtherKind(branch)).toSorted((a, b) => faults(a) - faults(b));
  if (meant !== undefined) return meant.flatMap((raw) => flatten(raw, place));
  const kinds = branches.flat().flatMap((raw) => (raw.code === 'invalid_type' ? [raw.expected] : []));
  return [{ place, says: `Expected ${[...new Set(kinds)].join(' or ')}` }];
}

function faults(branch: readonly Raw[]): number {
  return branch.reduce((sum, raw) => sum + (raw.code === 'unrecognized_keys' ? raw.keys.length : 1), 0);
}

/** The key that was probably meant, wherever it belongs. */
function suggestion(key: string): string {
  const meant = closestMatch(key, languageKeys(), { maxDistance: 2 });
  if (meant === key) return '; it belongs elsewhere';
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
