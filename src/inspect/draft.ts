/** What a first mapping of an export would say: decisions only where the export leaves none to a person. */
import type { FieldFacts } from './field-survey.js';
import type { Role } from './header-words.js';
import { isMadeByMachine, ownIds, providerIds } from './id-candidates.js';
import type { Shape } from './shape.js';
import { decisionWords, looksPersonal, type Words } from './shown-words.js';
import type { Survey } from './survey.js';

export interface Draft {
  /** What the draft calls the former provider. */
  readonly provider: string;
  /** Records that the draft was made from. */
  readonly records: number;
  readonly vendorData: DraftId;
  readonly providerId: string | undefined;
  /** Other fields that tell records apart. */
  readonly otherIds: readonly string[];
  readonly detect: readonly string[];
  /** JSON only: where the records lie, where that is not the document itself. */
  readonly recordsAt: string | undefined;
  /** Groups of paths that make a name; empty where no field is called so. */
  readonly name: readonly string[];
  readonly birth: DraftDate | undefined;
  readonly decided: DraftDate | undefined;
  /** Where no field is called the time of the decision: those that hold other dates than that of birth. */
  readonly perhapsDecided: readonly string[];
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly country: string | undefined;
  readonly issuingCountry: string | undefined;
  /** Keys of `metadata` with their paths. */
  readonly metadata: readonly (readonly [key: string, path: string])[];
  readonly status: DraftStatus | undefined;
  /** Other fields that may hold the decision. */
  readonly otherStatuses: readonly string[];
  readonly faces: readonly DraftTemplate[];
  /** Fields that the draft makes nothing of, with the share of records that fill them. */
  readonly leftOver: readonly { readonly path: string; readonly filled: number }[];
}

/** `own`: by its name. `perhaps`: an id that may be the provider's. `lookup`: the provider's, to be looked up. `none`: none was found. */
export type DraftId =
  | { readonly kind: 'own' | 'perhaps'; readonly path: string }
  | { readonly kind: 'lookup'; readonly on: string; readonly found?: FoundLookup }
  | { readonly kind: 'none' };

/** A second file whose column holds ids of the export. */
export interface FoundLookup {
  readonly name: string;
  /** The column that holds the export's ids. */
  readonly key: string;
  /** The column that holds your own, if one looks like it. */
  readonly user: string | undefined;
}

export interface DraftDate {
  readonly path: string;
  /** How the mapping calls the forms; none where that has to be decided. */
  readonly forms: readonly string[];
  /** Between which forms, or why none fits. */
  readonly remark: string;
}

export interface DraftStatus {
  readonly path: string;
  readonly words: Words;
  /** Values that no table should name: they look like somebody's data. */
  readonly masked: number;
  /** Records without a decision. */
  readonly missing: number;
}

export interface DraftTemplate {
  readonly template: string;
  readonly remark: string;
}

/** Names that an id of anybody may have. */
const NAMED_AT_LARGE = /^(?:id|reference)$/i;

export function draftOf(
  survey: Survey,
  provider: string,
  lookup: (FoundLookup & { readonly on: string }) | undefined,
  templates: readonly DraftTemplate[],
): Draft {
  const first = (role: Role) => survey.roles.get(role)?.find(({ filled }) => filled > 0);
  const path = (role: Role) => first(role)?.path;
  const vendorData = lookup ? { kind: 'lookup' as const, on: lookup.on, found: lookup } : vendorDataOf(survey);
  const ids = survey.ids.map((id) => id.path);
  const own = 'path' in vendorData ? vendorData.path : undefined;
  const providerId =
    vendorData.kind === 'lookup'
      ? vendorData.on
      : providerIds(survey.roles)
          .map((field) => field.path)
          .find((id) => id !== own);
  const status = first('status');
  const nationality = path('nationality');
  const draft = {
    provider,
    records: survey.looked,
    vendorData,
    providerId,
    otherIds: ids.filter((id) => id !== own && id !== providerId),
    detect: detectOf(own ?? providerId, status, survey),
    recordsAt: survey.exports.map(({ recordsAt }) => recordsAt).find((place) => place !== undefined && place !== '$'),
    name: nameOf(first),
    birth: dateOf(first('birth date')),
    decided: dateOf(first('decided at')),
    perhapsDecided: first('decided at')
      ? []
      : survey.fields.filter((field) => holdsDates(field) && field !== first('birth date')).map(({ path }) => path),
    email: path('e-mail'),
    phone: path('phone'),
    ...countriesOf(first),
    metadata: nationality === undefined ? [] : [['nationality', nationality] as const],
    status: status && statusOf(status, survey.looked),
    otherStatuses: (survey.roles.get('status') ?? []).slice(1).map((field) => field.path),
    faces: [...faceColumns(survey.roles.get('face') ?? []), ...templates],
  };
  return { ...draft, leftOver: leftOver(draft, survey.fields) };
}

/** The id, and the decision where all have one; in an export without either, whatever comes first. */
function detectOf(id: string | undefined, status: FieldFacts | undefined, { looked, fields }: Survey): string[] {
  const paths = [id, status?.filled === looked ? status.path : undefined].filter((path) => path !== undefined);
  return paths.length > 0 ? paths : fields.slice(0, 1).map(({ path }) => path);
}

function vendorDataOf({ roles, ids, fields }: Survey): DraftId {
  const [own] = ownIds(roles);
  if (own !== undefined && own.filled > 0) return { kind: 'own', path: own.path };
  const [provider] = providerIds(roles);
  const candidate = provider ?? fields.find(({ path }) => path === ids[0]?.path);
  if (candidate === undefined) return { kind: 'none' };
  const named = candidate === provider && !NAMED_AT_LARGE.test(candidate.keys.at(-1) ?? '');
  return named || isMadeByMachine(candidate) ? { kind: 'lookup', on: candidate.path } : { kind: 'perhaps', path: candidate.path };
}

type First = (role: Role) => FieldFacts | undefined;

/** Beside a first name, a field that is just called "name" is the other half of it. */
function nameOf(first: First): string[] {
  const [given, middle, family, full] = (['first name', 'middle name', 'last name', 'full name'] as const).map((role) =>
    first(role),
  );
  if (given === undefined && family === undefined) return full === undefined ? [] : [full.path];
  return [given, middle, family ?? full].flatMap((field) => field?.path ?? []);
}

function countriesOf(first: First): Pick<Draft, 'country' | 'issuingCountry'> {
  const readable = (field: FieldFacts | undefined) =>
    field?.shapes.every(([shape]) => shape === 'country') === true ? field.path : undefined;
  return { country: readable(first('country')), issuingCountry: readable(first('issuing country')) };
}

function dateOf(field: FieldFacts | undefined): DraftDate | undefined {
  if (field === undefined) return undefined;
  const { path, shapes, dates, examples, values } = field;
  const decided = (...forms: readonly string[]) => ({
    path,
    forms,
    remark: `reads ${values === 1 ? 'the one value' : `all ${values} values`}`,
  });
  const open = (remark: string) => ({ path, forms: [], remark });
  const every = (...named: readonly Shape[]) => shapes.every(([shape]) => named.includes(shape));
  const patterns = dates?.patterns ?? [];
  if (every('ISO date')) return decided('iso');
  if (every('number') && examples.every((example) => /^9{10}$/.test(example))) return decided('epoch-s');
  if (every('number') && examples.every((example) => /^9{13}$/.test(example))) return decided('epoch-ms');
  const inFigures = shapes.find(([shape]) => shape === 'date')?.[1] === dates?.count;
  if (every('ISO date', 'date') && inFigures && patterns.length > 0) {
    return decided(...(every('date') ? patterns : ['iso', ...patterns]));
  }
  if (dates?.either !== undefined) return open(`${dates.either.join(' or ')}: no value tells which`);
  if (dates?.partly !== undefined)
    return open(
      `${dates.partly.patterns.join(', ')} read all but ${dates.partly.unclear}, which could begin with the day or the month`,
    );
  if (dates?.order === 'mixed') return open('some begin with the day and others with the month');
  return open(`values are of several forms: ${shapes.map(([shape, count]) => `${shape} ${count}`).join(', ')}`);
}

function holdsDates({ shapes, path }: FieldFacts): boolean {
  const [shape] = shapes[0] ?? [];
  return (shape === 'date' || shape === 'ISO date') && !path.includes('[]');
}

function statusOf(field: FieldFacts, records: number): DraftStatus {
  const words = decisionWords(field) ?? [];
  const named = (field.words ?? []).filter(([word]) => !looksPersonal(word));
  const masked = field.values - named.reduce((total, [, count]) => total + count, 0);
  return { path: field.path, words: words.length === 0 ? [] : asCompared(named), masked, missing: records - field.filled };
}

/** A mapping compares words without case: a second spelling would be a row that never applies. */
function asCompared(words: Words): Words {
  const folded = new Map<string, [word: string, count: number]>();
  for (const [word, count] of words) {
    const [first, before] = folded.get(word.toLowerCase()) ?? [word, 0];
    folded.set(word.toLowerCase(), [first, before + count]);
  }
  return [...folded.values()].sort(([, one], [, other]) => other - one);
}

/** What a face may be in a record, and how the draft calls it. */
const FACE_SHAPES: ReadonlyMap<Shape, string> = new Map([
  ['image file', 'names of files'],
  ['image data', 'images in the record itself'],
  ['base64', 'images in the record itself'],
  ['URL', 'links, which are fetched only with --fetch-faces'],
]);

function faceColumns(fields: readonly FieldFacts[]): DraftTemplate[] {
  return fields.flatMap(({ path, values, shapes }) => {
    const what = FACE_SHAPES.get(shapes[0]?.[0] ?? 'word');
    return what === undefined ? [] : [{ template: `{${path}}`, remark: `${values} ${what}` }];
  });
}

function leftOver(draft: Omit<Draft, 'leftOver'>, fields: readonly FieldFacts[]): Draft['leftOver'] {
  const taken = new Set<string | undefined>([
    ...('path' in draft.vendorData ? [draft.vendorData.path] : []),
    draft.providerId,
    ...draft.name,
    draft.birth?.path,
    draft.decided?.path,
    draft.email,
    draft.phone,
    draft.country,
    draft.issuingCountry,
    ...draft.metadata.map(([, path]) => path),
    draft.status?.path,
    ...draft.faces.map(({ template }) => template.replace(/^\{|\}$/g, '')),
  ]);
  return fields.filter(({ path, filled }) => filled > 0 && !taken.has(path)).map(({ path, filled }) => ({ path, filled }));
}
