/** The date of birth, and when the former provider decided. */
import type { Problem } from '../errors.js';
import type { Json } from '../model.js';
import { compileWhen } from './conditions.js';
import { compileDateFormat } from './date-format.js';
import { compileSource, isShort, type Reader } from './fields.js';
import { dayOf } from './instant.js';
import { looksLike } from './looks-like.js';
import type { DateSpec } from './schema.js';
import { textOf } from './values.js';

const DAY = 86_400_000;

/**
 * A date of birth as YYYY-MM-DD. A future one is a problem, and so is a time other than midnight UTC: on which day it falls would
 * depend on a time zone that nobody gave.
 * @param now milliseconds since 1970
 */
export function compileBirth(spec: DateSpec, now: number): Reader<string> {
  const read = compileDate(spec, { accepts: (instant) => instant % DAY === 0, isFuture: (instant) => instant > now });
  return (fields, problems) => {
    const instant = read(fields, problems);
    return instant === undefined ? undefined : dayOf(instant);
  };
}

/**
 * When the former provider decided, in milliseconds since 1970. It orders the records of a person, so one from the future would
 * win for ever; a day is left for clocks and time zones.
 * @param now milliseconds since 1970
 */
export function compileDecided(spec: DateSpec, now: number): Reader<number> {
  return compileDate(spec, { accepts: () => true, isFuture: (instant) => instant > now + DAY });
}

interface Bounds {
  readonly accepts: (instant: number) => boolean;
  readonly isFuture: (instant: number) => boolean;
}

function compileDate(spec: DateSpec, bounds: Bounds): Reader<number> {
  const { date, left_out_when, ...source } = isShort(spec) ? { from: spec, date: 'iso', left_out_when: undefined } : spec;
  const isLeftOut = left_out_when === undefined ? () => false : compileWhen(left_out_when);
  const find = compileSource(source);
  const formats = [date].flat().map(compileDateFormat);
  const forms = formats.map((format) => format.expected);
  return (fields, problems) => {
    const found = find(fields);
    const value = found?.values[0];
    if (found === undefined || value === undefined || isLeftOut(fields)) return undefined;
    const { field } = found;
    const readings: (number | null)[] = [];
    for (const format of formats) {
      const reading = format.read(value);
      if (reading !== undefined) readings.push(reading);
    }
    const [first] = readings;
    if (first === null) return undefined;
    if (readings.length === 1 && first !== undefined && bounds.accepts(first) && !bounds.isFuture(first)) return first;
    const problem = problemWith(value, readings, field, forms, bounds);
    if (problem !== undefined) problems.push(problem);
    return problem === undefined ? first : undefined;
  };
}

function problemWith(
  value: Json,
  readings: readonly (number | null)[],
  field: string,
  forms: readonly string[],
  { accepts, isFuture }: Bounds,
): Problem | undefined {
  const [first = null] = readings;
  const expected = forms.join(' or ');
  if (new Set(readings).size > 1) return { code: 'date_ambiguous', field, detail: { expected } };
  if (first !== null && accepts(first)) return isFuture(first) ? { code: 'date_in_future', field } : undefined;
  const text = textOf(value);
  return {
    code: 'date_unreadable',
    field,
    detail: { expected, found: text === undefined ? 'a list or object' : looksLike(text, forms) },
  };
}
