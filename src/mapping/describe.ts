/** What a mapping looks at, for those who compare it with an export. */
import type { JsonObject } from '../model.js';
import { alternativesOf, compileWhen } from './conditions.js';
import { compilePath, fold, parsePath } from './paths.js';
import type { MappingFile, ShapeSpec, When } from './schema.js';
import { pathsCompared } from './status.js';
import { parseTemplate } from './template.js';
import { whenInWords } from './words.js';

export interface ShapeFacts {
  readonly name: string;
  /** What a record has to have. */
  readonly detect: readonly Detection[];
  /** True for a field whose words decide. */
  compares(fieldPath: string): boolean;
  /** True where something is made of the field, or decided by it. */
  uses(fieldPath: string): boolean;
}

interface Detection {
  /** A field that has to be there, as the mapping writes it, or a condition in words. */
  readonly asks: string;
  isMetBy(fields: JsonObject): boolean;
}

export function describeShapes({ shapes, lookup = {} }: MappingFile): ShapeFacts[] {
  const keys = Object.values(lookup).flatMap(({ on }) => on);
  return shapes.map((spec) => ({
    name: spec.name,
    detect: spec.detect.map(describeDetection),
    compares: coveredBy(pathsCompared(spec.status)),
    uses: coveredBy([...keys, ...pathsOf(spec)]),
  }));
}

function describeDetection(spec: string | When): Detection {
  if (typeof spec !== 'string') return { asks: whenInWords(spec), isMetBy: compileWhen(spec) };
  const path = compilePath(spec);
  return { asks: spec, isMetBy: (fields) => path.find(fields).length > 0 };
}

/** True for a field at one of the paths or below it: what is made of an object is made of all in it. */
function coveredBy(paths: readonly string[]): (fieldPath: string) => boolean {
  const covering = [...new Set(paths)].map(namesOf);
  return (fieldPath) => {
    const field = namesOf(fieldPath);
    return covering.some((names) => names.every((name, index) => name === ANY || name === field[index]));
  };
}

function pathsOf({ detect, provider_id, date, needs = [], skip = [], user, status, faces = [] }: ShapeSpec): string[] {
  const { metadata = {}, ...fields } = user;
  return [
    ...detect.flatMap((each) => (typeof each === 'string' ? each : pathsOfCondition(each))),
    ...[provider_id, date, ...Object.values(fields), ...Object.values(metadata)].flatMap(pathsOfField),
    ...needs.flatMap(({ any }) => any),
    ...skip.flatMap(({ when }) => pathsOfCondition(when)),
    ...status.flatMap((row) => ('when' in row ? [row.when, row.fraud_when ?? {}] : [])).flatMap(pathsOfCondition),
    ...faces.flatMap(pathsOfTemplate),
  ];
}

function pathsOfCondition(when: When): string[] {
  return alternativesOf(when).flatMap((lines) => Object.keys(lines));
}

function pathsOfTemplate(template: string): string[] {
  return (parseTemplate(template) ?? []).flatMap((part) => ('path' in part ? part.path : []));
}

type FieldSpec = ShapeSpec['user'][Exclude<keyof ShapeSpec['user'], 'metadata'>] | ShapeSpec['date'];

/** Whatever a field is read from. */
function pathsOfField(spec: FieldSpec): string[] {
  if (spec === undefined) return [];
  if (typeof spec === 'string') return [spec];
  return [
    ...('from' in spec ? [spec.from].flat() : []),
    ...('template' in spec ? [spec.template].flat().flatMap(pathsOfTemplate) : []),
    ...('first_group_of' in spec ? spec.first_group_of.flat() : []),
    ...('region' in spec && typeof spec.region === 'object' ? [spec.region.from].flat() : []),
    ...('verified_when' in spec && spec.verified_when ? pathsOfCondition(spec.verified_when) : []),
    ...('left_out_when' in spec && spec.left_out_when ? pathsOfCondition(spec.left_out_when) : []),
  ];
}

/** Stands for every key of an object. */
const ANY = '*';

/** Lists and wrappers are looked through, and case styles are one, so only the names count. */
function namesOf(path: string): string[] {
  return (parsePath(path) ?? []).flatMap((step) => {
    if (step.kind === 'any key') return ANY;
    return step.kind === 'key' && fold(step.name) !== 'value' ? fold(step.name) : [];
  });
}
