/** The parts of a mapping in words, for people who decide whether it is right. */
import { alternativesOf } from './conditions.js';
import type { Expected, StatusRow, When } from './schema.js';
import { parseTemplate } from './template.js';

/** What a field of a mapping may say, whichever field it is; paths alone are short for `{from: paths}`. */
export type FieldSpec = string | readonly string[] | LongSpec;

interface LongSpec {
  readonly from?: string | readonly string[] | undefined;
  readonly template?: string | readonly string[] | undefined;
  readonly first_group_of?: readonly (readonly string[])[] | undefined;
  readonly value?: string | undefined;
  readonly strip_prefix?: string | undefined;
  readonly extract?: string | undefined;
  readonly translate?: Readonly<Record<string, string>> | undefined;
  readonly split?: string | undefined;
  readonly date?: string | readonly string[] | undefined;
  readonly region?: string | { readonly from: string | readonly string[] } | undefined;
  readonly verified_when?: When | undefined;
  readonly left_out_when?: When | undefined;
  readonly country?: string | undefined;
  readonly key?: string | undefined;
}

function spelledOut(spec: FieldSpec): LongSpec {
  return typeof spec === 'string' || isList(spec) ? { from: spec } : spec;
}

function isList(spec: LongSpec | readonly string[]): spec is readonly string[] {
  return Array.isArray(spec);
}

/** Where a field is read from: "info.dob, or else fixedInfo.dob". */
export function sourceInWords(spec: FieldSpec): string {
  const { from, template, first_group_of: groups, value } = spelledOut(spec);
  const ways = groups?.map((group) => group.join(' + ')) ?? [from ?? template ?? []].flat();
  return ways.length > 0 ? ways.join(', or else ') : `always “${value}”`;
}

/** Every path that a field is read from, in the order in which they are tried. */
export function pathsIn(spec: FieldSpec): string[] {
  const { from = [], template = [], first_group_of: groups = [] } = spelledOut(spec);
  return [...new Set([...[from].flat(), ...[template].flat().flatMap(pathsInTemplate), ...groups.flat()])];
}

export function pathsInTemplate(template: string): string[] {
  return (parseTemplate(template) ?? []).flatMap((part) => ('path' in part ? part.path : []));
}

/** What is done with what was found, in order. */
export function stepsInWords(spec: FieldSpec): string[] {
  const { strip_prefix, split, extract, translate, date, left_out_when, region, verified_when } = spelledOut(spec);
  const words = Object.entries(translate ?? {}).map(([word, meaning]) => `${word} → ${meaning}`);
  return [
    ...(split === undefined ? [] : [`split at “${split}”`]),
    ...(extract === undefined ? [] : [`take what matches /${extract}/`]),
    ...(words.length === 0 ? [] : [`translate ${words.join(', ')}`]),
    ...(strip_prefix === undefined ? [] : [`without “${strip_prefix}” in front`]),
    ...(date === undefined ? [] : [`a date written as ${[date].flat().join(' or ')}`]),
    ...(left_out_when === undefined ? [] : [`left out where ${whenInWords(left_out_when)}`]),
    ...(region === undefined
      ? []
      : [`numbers without a country code: ${typeof region === 'string' ? region : sourceInWords(region)}`]),
    ...(verified_when === undefined ? [] : [`verified where ${whenInWords(verified_when)}`]),
  ];
}

/** "review.answer is RED and review.labels is not SPAM or TEST". */
export function whenInWords(when: When): string {
  const ways = alternativesOf(when).map((lines) => Object.entries(lines).map(([path, expected]) => lineInWords(path, expected)));
  return ways.map((lines) => lines.join(' and ')).join(', or ');
}

export function lineInWords(path: string, expected: Expected): string {
  return `${path} ${expectedInWords(expected, 'is')}`;
}

function expectedInWords(expected: Expected, is: 'is' | 'is not'): string {
  if (typeof expected !== 'object' || Array.isArray(expected)) return `${is} ${[expected].flat().join(' or ')}`;
  if ('not' in expected) return expectedInWords(expected.not, 'is not');
  if ('missing' in expected) return `${is} missing`;
  if ('present' in expected) return `${is} there`;
  if ('matches' in expected) return `${is} like /${expected.matches}/`;
  return `${is} nothing but ${[expected.only].flat().join(' or ')}`;
}

/** What a row of the status table asks for, and what it makes of it. */
export function rowInWords(row: StatusRow): { readonly asks: string; readonly makes: string } {
  if ('always' in row) return { asks: 'every record', makes: `${row.always}, final` };
  const asks = 'when' in row ? whenInWords(row.when) : 'any other word';
  const outcome = 'when' in row ? row.then : row.otherwise;
  const { final, reason } = row;
  const fraud =
    'when' in row ? (row.fraud ? 'fraud' : row.fraud_when && `fraud where ${whenInWords(row.fraud_when)}`) : undefined;
  const parts = [outcome, final && 'final', fraud, reason !== undefined && `“${reason}”`];
  return { asks, makes: parts.filter((part) => typeof part === 'string').join(', ') };
}

/** Each field that is given, in words. */
export function fieldsInWords(
  specs: Readonly<Record<string, FieldSpec | undefined>>,
): { readonly field: string; readonly from: string; readonly steps: readonly string[] }[] {
  return Object.entries(specs).flatMap(([field, spec]) =>
    spec === undefined ? [] : [{ field, from: sourceInWords(spec), steps: stepsInWords(spec) }],
  );
}
