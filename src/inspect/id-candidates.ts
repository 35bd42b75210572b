/** Which fields may be the ids of people: your own, or the former provider's. */
import type { FieldFacts } from './field-survey.js';
import type { Roles } from './roles.js';
import type { Shape } from './shape.js';

const ID_SHAPES: readonly Shape[] = ['UUID', 'random code', 'code', 'number', 'spreadsheet number'];
/** A number without a telling name is an id where hardly any value comes twice. */
const UNLIKE = 0.98;
/** A code may come again with each attempt of a person. */
const UNLIKE_CODE = 0.5;

/** Best first: fields that are called your own id, then the provider's, then those that tell records apart. */
export function idCandidates(fields: readonly FieldFacts[], roles: Roles, records: number): FieldFacts[] {
  const own = ownIds(roles);
  const provider = providerIds(roles);
  const taken = new Set([...roles.values()].flat());
  const others = fields.filter((field) => !taken.has(field) && looksLikeId(field) && field.filled * 2 > records);
  return [...own, ...provider, ...others].filter(({ filled }) => filled > 0);
}

export function ownIds(roles: Roles): readonly FieldFacts[] {
  return (roles.get('own id') ?? []).filter(isSingle);
}

export function providerIds(roles: Roles): readonly FieldFacts[] {
  return (roles.get('provider id') ?? []).filter(isSingle);
}

/** Random ids are made by machines: hardly the ones that a customer's own table of users has. */
export function isMadeByMachine({ shapes }: FieldFacts): boolean {
  const [shape] = shapes[0] ?? [];
  return shape === 'UUID' || shape === 'random code';
}

function looksLikeId(field: FieldFacts): boolean {
  const [shape] = field.shapes[0] ?? [];
  const isNumber = shape === 'number' || shape === 'spreadsheet number';
  return shape !== undefined && ID_SHAPES.includes(shape) && isSingle(field) && field.unlike >= (isNumber ? UNLIKE : UNLIKE_CODE);
}

function isSingle(field: FieldFacts): boolean {
  return !field.path.includes('[]');
}
