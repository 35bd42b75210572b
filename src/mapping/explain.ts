/** How a mapping comes to what it makes of one record. Everything is asked of the same functions that map. */
import type { Problem } from '../errors.js';
import { type FaceReference, isJsonObject, type Json, type JsonObject, type Mapped } from '../model.js';
import { alternativesOf, compileWhen, wordsAt } from './conditions.js';
import { compileDecided } from './dates.js';
import { compileFaces } from './faces.js';
import { compileId, compileVendorData } from './id.js';
import { compilePath } from './paths.js';
import type { MappingFile, ShapeSpec, StatusTable, When } from './schema.js';
import { pathsCompared } from './status.js';
import { compileProfile } from './user.js';
import { type FieldSpec, lineInWords, pathsIn, pathsInTemplate, rowInWords, sourceInWords, stepsInWords } from './words.js';

/** What stands at a path of the record. */
export interface Found {
  readonly path: string;
  readonly values: readonly Json[];
}

/** One line of a condition. */
export interface Asked extends Found {
  readonly says: string;
  readonly holds: boolean;
}

/** A condition: of its ways one is enough, and of a way every line has to hold. */
export interface Condition {
  readonly holds: boolean;
  readonly ways: readonly (readonly Asked[])[];
}

export interface FieldTrace {
  readonly field: string;
  /** Where the mapping reads it, in words. */
  readonly from: string;
  readonly found: readonly Found[];
  readonly steps: readonly string[];
  /** What becomes of it: places in Didit's user and their values. */
  readonly becomes: Readonly<Record<string, Json>>;
  readonly problems: readonly Problem[];
}

export interface RowTrace {
  readonly row: string;
  readonly makes: string;
  /** The first row that applies decides. */
  readonly applies: boolean;
  readonly decides: boolean;
  /** None for `otherwise` and `always`. */
  readonly condition: Condition | undefined;
}

export interface FaceTrace {
  readonly template: string;
  readonly found: readonly Found[];
  readonly references: readonly FaceReference[];
}

export interface Explanation {
  /** In the order in which they were tried; the last one fits, unless none does. */
  readonly shapes: readonly { readonly name: string; readonly fits: boolean; readonly asks: readonly Asked[] }[];
  /** Empty where no shape fits. */
  readonly skips: readonly { readonly reason: string; readonly condition: Condition }[];
  readonly status: readonly RowTrace[];
  readonly fields: readonly FieldTrace[];
  readonly faces: readonly FaceTrace[];
  readonly mapped: Mapped;
}

/** @param now milliseconds since 1970: dates after that are problems */
export function explain(file: MappingFile, fields: JsonObject, mapped: Mapped, now: number): Explanation {
  const tried = file.shapes.map((shape) => ({ shape, ...triedShape(shape, fields) }));
  const at = tried.findIndex(({ fits }) => fits);
  const shape = tried[at]?.shape;
  return {
    shapes: (at < 0 ? tried : tried.slice(0, at + 1)).map(({ name, fits, asks }) => ({ name, fits, asks })),
    skips: (shape?.skip ?? []).map(({ when, reason }) => ({ reason, condition: condition(when, fields) })),
    status: shape ? rows(shape.status, fields) : [],
    fields: shape ? fieldTraces(shape, fields, mapped, now) : [],
    faces: (shape?.faces ?? []).map((template) => ({
      template,
      found: found(pathsInTemplate(template), fields),
      references: compileFaces([template])(fields),
    })),
    mapped,
  };
}

function triedShape({ name, detect }: ShapeSpec, fields: JsonObject) {
  const asks = detect.flatMap((sign): Asked[] => {
    if (typeof sign !== 'string') return condition(sign, fields).ways.flat();
    const values = compilePath(sign).find(fields);
    return [{ path: sign, values, says: `${sign} is a field`, holds: values.length > 0 }];
  });
  const fits = detect.every((sign) =>
    typeof sign === 'string' ? compilePath(sign).find(fields).length > 0 : compileWhen(sign)(fields),
  );
  return { name, fits, asks };
}

function condition(when: When, fields: JsonObject): Condition {
  const ways = alternativesOf(when).map((lines) =>
    Object.entries(lines).map(([path, expected]) => ({
      path,
      values: compilePath(path).find(fields),
      says: lineInWords(path, expected),
      holds: compileWhen({ [path]: expected })(fields),
    })),
  );
  return { holds: compileWhen(when)(fields), ways };
}

function rows(table: StatusTable, fields: JsonObject): RowTrace[] {
  const compared = pathsCompared(table).map(compilePath);
  const saysSomething = compared.length === 0 || compared.some((path) => wordsAt(path, fields).length > 0);
  const traces = table.map((row, index) => {
    const asked = 'when' in row ? condition(row.when, fields) : undefined;
    const applies = asked?.holds ?? ('always' in row || saysSomething);
    return { row: row.name ?? `row ${index + 1}`, makes: rowInWords(row).makes, applies, condition: asked };
  });
  const first = traces.findIndex(({ applies }) => applies);
  return traces.map((trace, index) => ({ ...trace, decides: index === first }));
}

function fieldTraces(
  { provider_id, provider_status, date, user }: ShapeSpec,
  fields: JsonObject,
  mapped: Mapped,
  now: number,
): FieldTrace[] {
  const { vendor_data, metadata = {}, ...others } = user;
  const trace = (field: string, spec: FieldSpec, read: (problems: Problem[]) => Record<string, Json | undefined>): FieldTrace => {
    const problems: Problem[] = [];
    const becomes = Object.entries(read(problems)).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    );
    const from = { from: sourceInWords(spec), found: found(pathsIn(spec), fields), steps: stepsInWords(spec) };
    return { field, ...from, becomes: Object.fromEntries(becomes), problems };
  };
  const profile = (part: Partial<typeof user>) => (problems: Problem[]) =>
    places(compileProfile({ vendor_data, ...part }, now)(fields, problems));
  return [
    trace('vendor_data', vendor_data, (problems) => ({ vendor_data: compileVendorData(vendor_data)(fields, problems) })),
    ...(provider_id === undefined
      ? []
      : [
          trace('provider_id', provider_id, (problems) => ({
            'metadata.previous_kyc.id': compileId(provider_id)(fields, problems)?.text,
          })),
        ]),
    ...(date === undefined
      ? []
      : [
          trace('date', date, (problems) => {
            const decided = compileDecided(date, now)(fields, problems);
            return { 'metadata.previous_kyc.decided_at': decided === undefined ? undefined : new Date(decided).toISOString() };
          }),
        ]),
    ...(provider_status === undefined
      ? []
      : [trace('provider_status', provider_status, () => ({ 'metadata.previous_kyc.status': mapped.verdict?.former }))]),
    ...Object.entries(others).flatMap(([field, spec]) =>
      spec === undefined ? [] : [trace(field, spec, profile({ [field]: spec }))],
    ),
    ...Object.entries(metadata).map(([key, spec]) => trace(`metadata.${key}`, spec, profile({ metadata: { [key]: spec } }))),
  ];
}

function found(paths: readonly string[], fields: JsonObject): Found[] {
  return paths.map((path) => ({ path, values: compilePath(path).find(fields) }));
}

/** The places of a profile and what stands there: contact and address are shown entry by entry. */
function places({ metadata, ...profile }: ReturnType<ReturnType<typeof compileProfile>>): Record<string, Json> {
  const entries = Object.entries(metadata).flatMap(([key, value]): [string, Json][] =>
    (key === 'contact' || key === 'address') && isJsonObject(value)
      ? Object.entries(value).map(([inner, part]) => [`metadata.${key}.${inner}`, part])
      : [[`metadata.${key}`, value]],
  );
  return { ...profile, ...Object.fromEntries(entries) };
}
