/** The status table: the first row that applies decides. */
import type { Problem } from '../errors.js';
import type { JsonObject, Verdict } from '../model.js';
import {
  alternativesOf,
  type Condition,
  comparesText,
  comparesWords,
  compileWhen,
  shareWords,
  type Words,
} from './conditions.js';
import type { Expected, ShapeSpec, StatusRow, StatusTable } from './schema.js';

export type Decision =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

interface Row {
  /** @param speaks whether any of the compared fields says something */
  applies(fields: JsonObject, speaks: boolean): boolean;
  /** @param former the former provider's own word, undefined where none can be given */
  decide(fields: JsonObject, former: string | undefined, speaks: boolean): Decision;
}

/** A longer word is rather a sentence, or another person's data in a shifted column, and is not repeated. */
const WORD_SHOWN = 40;

/**
 * A record without any of the words that the table compares is a problem, unless a row asks for that with `{missing: true}`:
 * `otherwise` speaks of words that nobody thought of, not of blank cells.
 * @param provider_status where the former provider's own word stands; by default what the table compares with words, in its order
 */
export function compileStatus({
  status,
  provider_status,
}: Pick<ShapeSpec, 'status' | 'provider_status'>): (fields: JsonObject) => Decision {
  const wordsOf = shareWords();
  const compared = pathsCompared(status);
  const own = provider_status === undefined ? undefined : [provider_status].flat();
  const spoken = (own ?? pathsOf(status, comparesWords)).map(wordsOf);
  /** Where the mapping says which words are the decision, details of checks do not stand for one. */
  const [field] = own ?? compared;
  const deciding = (own ?? compared).map(wordsOf);
  const rows = status.map((row, index) => compileRow(row, index, { wordsOf, compares: compared.length > 0, field }));
  return (fields) => {
    const speaks = deciding.some((words) => words(fields).length > 0);
    const former = spoken.flatMap((words) => words(fields)).join(' ') || undefined;
    return rows.find((row) => row.applies(fields, speaks))?.decide(fields, former, speaks) ?? unclear(former, speaks, field);
  };
}

/** The fields that decide by what they say: where all of them are silent, no verdict was given. */
export function pathsCompared(table: StatusTable): string[] {
  return pathsOf(table, comparesText);
}

/** The fields that the lines of a kind look at, in the order of the table. */
function pathsOf(table: StatusTable, isOfKind: (expected: Expected) => boolean): string[] {
  const lines = table.flatMap((row) => ('when' in row ? alternativesOf(row.when).flatMap(Object.entries<Expected>) : []));
  return [...new Set(lines.filter(([, expected]) => isOfKind(expected)).map(([path]) => path))];
}

/** What the rows of a table have in common. */
interface Table {
  readonly wordsOf: (path: string) => Words;
  /** Whether any of them compares what a field says. */
  readonly compares: boolean;
  /** The first of the fields that decide. */
  readonly field: string | undefined;
}

function compileRow(row: StatusRow, index: number, { wordsOf, compares, field }: Table): Row {
  const name = row.name ?? `row ${index + 1}`;
  if ('always' in row) {
    const everybody = { status: row.always, row: row.name ?? 'everybody is ACTIVE', final: true };
    return { applies: () => true, decide: giveVerdict(everybody, () => false) };
  }
  const applies = 'when' in row ? compileWhen(row.when, wordsOf) : (_: JsonObject, speaks: boolean) => speaks || !compares;
  const outcome = 'when' in row ? row.then : row.otherwise;
  if (outcome === 'skip') return { applies, decide: () => ({ kind: 'skip', reason: row.reason ?? name }) };
  if (outcome === 'problem') return { applies, decide: (_, former, speaks) => unclear(former, speaks, field) };
  const { final = false, reason } = row;
  const verdict = { status: outcome, row: name, final, reason };
  return { applies, decide: giveVerdict(verdict, 'when' in row ? fraudOf(row) : () => false) };
}

function fraudOf(row: Extract<StatusRow, { when: unknown }>): Condition {
  if (row.fraud === true) return () => true;
  return row.fraud_when === undefined ? () => false : compileWhen(row.fraud_when);
}

function giveVerdict(verdict: Omit<Verdict, 'fraud' | 'former'>, isFraud: Condition): Row['decide'] {
  const { status, reason, row, final } = verdict;
  return (fields, former) => ({ kind: 'verdict', verdict: { status, reason, former, row, final, fraud: isFraud(fields) } });
}

function unclear(former: string | undefined, speaks: boolean, field: string | undefined): Decision {
  const where = field === undefined ? {} : { field };
  if (!speaks) return { kind: 'problem', problem: { code: 'status_missing', ...where } };
  const word = former !== undefined && former.length <= WORD_SHOWN ? former : 'a longer text';
  return { kind: 'problem', problem: { code: 'status_unknown', ...where, detail: { word } } };
}
