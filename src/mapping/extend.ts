/**
 * A mapping that takes all of another one and replaces what it names: single fields, the faces, a shape, a row of the status
 * table or a lookup by its name, a skip rule by its reason. `null` takes away.
 */
import { z } from 'zod';
import type { Place } from './issues.js';
import { always, mappingSchema, otherwise, rule, shape, skip, user } from './schema.js';

/** Everything may be left out or be null. */
function changesOf(keys: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(keys).map(([key, schema]) => [key, schema.nullish()]));
}

/** Of two changes to one thing, one would be lost. */
function onceEach<Item extends z.ZodType>(items: z.ZodArray<Item>, key: string): z.ZodArray<Item> {
  return items.superRefine((given, context) => {
    const names = given.map((item) => fieldsOf(item)[key]);
    names.forEach((name, index) => {
      if (name === undefined || names.indexOf(name) === index) return;
      context.addIssue({ code: 'custom', message: `The ${key} ${JSON.stringify(name)} is there already`, path: [index] });
    });
  });
}

const { metadata } = user.shape;
const row = z.strictObject(changesOf({ ...rule.shape, ...otherwise.shape, ...always.shape }));
const changedShape = z.strictObject({
  ...changesOf(shape.shape),
  name: shape.shape.name,
  user: z
    .strictObject({
      ...changesOf(user.shape),
      vendor_data: user.shape.vendor_data.optional(),
      metadata: z.record(metadata.unwrap().keyType, metadata.unwrap().valueType.nullable()).nullish(),
    })
    .optional(),
  status: onceEach(z.array(row).min(1), 'name').optional(),
  skip: onceEach(z.array(z.strictObject({ ...changesOf(skip.shape), reason: skip.shape.reason })), 'reason').nullish(),
});
const { provider, lookup } = mappingSchema.shape;

export const extensionSchema = z.strictObject({
  extends: z.string().min(1).describe('A mapping, by name or file, of which this one takes all that it does not name itself'),
  ...changesOf(mappingSchema.shape),
  provider: provider.optional(),
  lookup: z.record(lookup.unwrap().keyType, lookup.unwrap().valueType.nullable()).nullish(),
  shapes: onceEach(z.array(changedShape), 'name').optional(),
});

type Extension = z.infer<typeof extensionSchema>;
type Fields = Readonly<Record<string, unknown>>;

export interface Extended {
  readonly data: unknown;
  /** Where the extension says what stands at a place of the whole. */
  placeOf(place: Place): Place;
}

/** @param base a checked mapping */
export function extendMapping(base: Fields, { extends: _, shapes = [], ...changes }: Extension): Extended {
  const origins = new Map<unknown, Place>();
  const keep: Keep = (value, place) => {
    origins.set(value, place);
    return value;
  };
  const changed = shapes.map((own, index) => ({ own, place: ['shapes', index] }));
  const data = {
    ...merge(base, changes),
    ...within(base, changes, 'lookup'),
    shapes: mergeNamed(listOf(base['shapes']), changed, 'name', (old, own, place) =>
      keep(mergeShape(old, own, place, keep), place),
    ),
  };
  return { data, placeOf: (place) => translate(data, place, origins) };
}

/** Keeps in mind where a part of the whole comes from. */
type Keep = (value: Fields, place: Place) => Fields;

function mergeShape(base: Fields, own: Fields, place: Place, keep: Keep): Fields {
  const items = (key: string) => listOf(own[key]).map((item, index) => ({ own: item, place: [...place, key, index] }));
  const mergeItem = (old: Fields, item: Fields, itemPlace: Place) => keep(merge(old, item), itemPlace);
  const users = { old: fieldsOf(base['user']), own: fieldsOf(own['user']) };
  const skips = mergeNamed(listOf(base['skip']), items('skip'), 'reason', mergeItem);
  return {
    ...merge(base, own),
    user: { ...merge(users.old, users.own), ...within(users.old, users.own, 'metadata') },
    ...(own['skip'] !== null && skips.length > 0 && { skip: skips }),
    status: mergeStatus(listOf(base['status']), items('status'), mergeItem),
  };
}

interface Item {
  readonly own: Fields;
  readonly place: Place;
}
type MergeItem = (old: Fields, own: Fields, place: Place) => Fields;

/** `otherwise` replaces `otherwise`; a table with `always` has no other rows, on either side. */
function mergeStatus(base: readonly Fields[], items: readonly Item[], mergeItem: MergeItem): readonly Fields[] {
  if (items.length === 0) return base;
  const whole = [...base, ...items.map(({ own }) => own)].some((row) => 'always' in row);
  const isRest = (row: Fields) => 'otherwise' in row;
  const rest = items.filter(({ own }) => isRest(own)).map(({ own, place }) => mergeItem(base.find(isRest) ?? {}, own, place));
  const rows = mergeNamed(
    whole ? [] : base.filter((row) => !isRest(row)),
    items.filter(({ own }) => !isRest(own)),
    'name',
    mergeItem,
  );
  return [...rows, ...(rest.length > 0 || whole ? rest : base.filter(isRest))];
}

/** What has the name of an old one is merged with it and stays in its place, what is new goes first; `when: null` takes away. */
function mergeNamed(base: readonly Fields[], items: readonly Item[], name: string, mergeItem: MergeItem): readonly Fields[] {
  const isFor = (old: Fields) => (item: Item) => old[name] !== undefined && item.own[name] === old[name];
  const added = items.filter((item) => !base.some((old) => isFor(old)(item)));
  const kept = base.flatMap((old) => {
    const item = items.find(isFor(old));
    if (item === undefined) return [old];
    return item.own['when'] === null ? [] : [mergeItem(old, item.own, item.place)];
  });
  return [...added.map(({ own, place }) => mergeItem({}, own, place)), ...kept];
}

function merge(base: Fields, changes: Fields): Fields {
  return Object.fromEntries(Object.entries({ ...base, ...changes }).filter(([, value]) => value !== null && value !== undefined));
}

/** An object whose keys are replaced one by one. */
function within(base: Fields, changes: Fields, key: string): Fields {
  const merged = merge(fieldsOf(base[key]), fieldsOf(changes[key]));
  return changes[key] !== null && Object.keys(merged).length > 0 ? { [key]: merged } : {};
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function translate(data: unknown, place: Place, origins: ReadonlyMap<unknown, Place>): Place {
  let node = data;
  let translated = place;
  place.forEach((step, index) => {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined;
    const origin = origins.get(node);
    if (node !== undefined && origin !== undefined) translated = [...origin, ...place.slice(index + 1)];
  });
  return translated;
}
