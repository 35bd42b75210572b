/** Which field is which, by what it is called first and by what it holds second. */
import type { FieldFacts } from './field-survey.js';
import { foldHeader, HEADER_WORDS, ROLES, type Role } from './header-words.js';
import type { Shape } from './shape.js';

/** What a field of a role cannot be. */
const IMPOSSIBLE: Readonly<Partial<Record<Role, readonly Shape[]>>> = {
  'full name': ['UUID', 'number', 'e-mail', 'URL', 'ISO date', 'date', 'true or false'],
  'first name': ['UUID', 'number', 'e-mail', 'URL', 'ISO date', 'date', 'true or false'],
  'last name': ['UUID', 'number', 'e-mail', 'URL', 'ISO date', 'date', 'true or false'],
  'birth date': ['e-mail', 'UUID', 'word', 'country', 'URL', 'true or false'],
  'decided at': ['e-mail', 'UUID', 'word', 'country', 'URL', 'true or false'],
  status: ['e-mail', 'UUID', 'ISO date', 'date', 'URL', 'JSON'],
  face: ['word', 'number', 'true or false', 'ISO date', 'date', 'country'],
};

/** What a field without a telling name is by the form of its values. */
const BY_SHAPE: Readonly<Partial<Record<Role, readonly Shape[]>>> = {
  'e-mail': ['e-mail'],
  face: ['image file', 'image data'],
};

/** Names that many things have: taken for a role only where no better one is there. */
const NAMELESS = 0.25;

/** An id that hardly ever changes over so many values belongs to nobody. */
const MANY = 20;
const LEAST_UNLIKE = 0.05;

export type Roles = ReadonlyMap<Role, readonly FieldFacts[]>;

/** For each role the fields that may play it, best first. A field plays the role that its name fits best. */
export function rolesOf(fields: readonly FieldFacts[]): Roles {
  const plays = new Map(ROLES.map((role): [Role, { field: FieldFacts; score: number }[]] => [role, []]));
  for (const field of fields) {
    const [best] = ROLES.map((role) => ({ role, score: scoreOf(field, role) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score);
    if (best !== undefined) plays.get(best.role)?.push({ field, score: best.score });
  }
  return new Map(
    [...plays].map(([role, all]) => [role, all.sort((one, other) => other.score - one.score).map(({ field }) => field)]),
  );
}

/** 0 where the field cannot be it; a name that stands early in the list counts more, a full field more than an empty one. */
function scoreOf(field: FieldFacts, role: Role): number {
  const [shape] = field.shapes[0] ?? [];
  if (shape !== undefined && IMPOSSIBLE[role]?.includes(shape) === true) return 0;
  // A decision is one of few words.
  if (role === 'status' && field.words === undefined) return 0;
  // One and the same value everywhere is the id of the customer's own account.
  if ((role === 'own id' || role === 'provider id') && field.values >= MANY && field.unlike < LEAST_UNLIKE) return 0;
  const byShape = shape !== undefined && BY_SHAPE[role]?.includes(shape) === true ? NAMELESS : 0;
  const byName = Math.max(...namesOf(field).map((name) => rankOf(name, role)));
  const inList = field.path.includes('[]') ? 0.5 : 1;
  return Math.max(byName, byShape) * inList * (field.filled === 0 ? 0.1 : 1);
}

/** 1 for the first word of the role's list, a little more than a half for the last. */
function rankOf(name: string, role: Role): number {
  const list = HEADER_WORDS[role];
  const place = list.indexOf(name);
  return place < 0 ? 0 : 1 - (0.45 * place) / list.length;
}

/** `user.id` may be called `id` or `userid`; `name.first` also `first`. */
function namesOf({ keys }: FieldFacts): string[] {
  const named = keys.filter((key) => foldHeader(key) !== 'value');
  const last = named.at(-1) ?? '';
  const joined = named.slice(-2).join(' ');
  return [foldHeader(last), foldHeader(joined)];
}
