/** The status table: the first row that applies decides. */
import type { Problem } from '../errors.js';
import type { JsonObject, Verdict } from '../model.js';
import { alternativesOf, type Condition, comparesWords, compileWhen, wordsAt } from './conditions.js';
import { compilePath } from './paths.js';
import type { Expected, StatusRow, StatusTable } from './schema.js';

export type Decision =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

interface Row {
  /** @param former the former provider's own word, undefined where the record has none */
  applies(fields: JsonObject, former: string | undefined): boolean;
  decide(fields: JsonObject, former: string | undefined): Decision;
}

/** A longer word is rather a sentence, or another person's data in a shifted column, and is not repeated. */
const WORD_SHOWN = 40;

/**
 * A record without any of the words that the table compares is a problem, unless a row asks for that with `{missing: true}`:
 * `otherwise` speaks of words that nobody thought of, not of blank cells.
 */
export function compileStatus(table: StatusTable): (fields: JsonObject) => Decision {
  const compared = pathsCompared(table).map(compilePath);
  const field = compared[0]?.text;
  const rows = table.map((row, index) => compileRow(row, index, compared.length > 0, field));
  return (fields) => {
    const former = compared.flatMap((path) => wordsAt(path, fields)).join(' ') || undefined;
    return rows.find((row) => row.applies(fields, former))?.decide(fields, former) ?? unclear(former, field);
  };
}

/** The fields whose words decide. What they say, in this order, is the former provider's own word. */
export function pathsCompared(table: StatusTable): string[] {
  const lines = table.flatMap((row) => ('when' in row ? alternativesOf(row.when).flatMap(Object.entries<Expected>) : []));
  return [...new Set(lines.filter(([, expected]) => comparesWords(expected)).map(([path]) => path))];
}

function compileRow(row: StatusRow, index: number, comparesWords: boolean, field: string | undefined): Row {
  const name = row.name ?? `row ${index + 1}`;
  if ('always' in row) {
    const everybody = { status: row.always, row: row.name ?? 'everybody is ACTIVE', final: true };
    return { applies: () => true, decide: giveVerdict(everybody, () => false) };
  }
  const applies =
    'when' in row ? compileWhen(row.when) : (_: JsonObject, former?: string) => former !== undefined || !comparesWords;
  const outcome = 'when' in row ? row.then : row.otherwise;
  if (outcome === 'skip') return { applies, decide: () => ({ kind: 'skip', reason: row.reason ?? name }) };
  if (outcome === 'problem') return { applies, decide: (_, former) => unclear(former, field) };
  const { final = false, reason } = row;
  const verdict = { status: outcome, row: name, final, ...(reason !== undefined && { reason }) };
  return { applies, decide: giveVerdict(verdict, 'when' in row ? fraudOf(row) : () => false) };
}

function fraudOf(row: Extract<StatusRow, { when: unknown }>): Condition {
  if (row.fraud === true) return () => true;
  return row.fraud_when === undefined ? () => false : compileWhen(row.fraud_when);
}

function giveVerdict(verdict: Omit<Verdict, 'fraud' | 'former'>, isFraud: Condition): Row['decide'] {
  return (fields, former) => ({
    kind: 'verdict',
    verdict: { ...verdict, fraud: isFraud(fields), ...(former !== undefined && { former }) },
  });
}

function unclear(former: string | undefined, field: string | undefined): Decision {
  const where = field === undefined ? {} : { field };
  if (former === undefined) return { kind: 'problem', problem: { code: 'status_missing', ...where } };
  const word = former.length <= WORD_SHOWN ? former : 'a longer text';
  return { kind: 'problem', problem: { code: 'status_unknown', ...where, detail: { word } } };
}
