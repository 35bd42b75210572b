import { z } from 'zod';

/**
 * Where Didit's pages contradict each other, one reading has to be chosen: a profile is one choice for each such topic. README.md
 * says which page stands for which reading.
 */
const profileSchema = z.strictObject({
  /** How a second create of one `vendor_data` is refused. */
  conflict: z.enum(['400-field', '400-detail', '409-detail']).default('400-field'),
  /** Whether `vendor_data` is trimmed and lower-cased, or kept and compared as sent. */
  ids: z.enum(['normalised', 'exact']).default('normalised'),
  /** `any` takes every documented parameter; `offset` knows limit and offset alone, `cursor` page_size, cursor and the filters. */
  list: z.enum(['any', 'offset', 'cursor']).default('any'),
  /** The field of a delete that names the users. `any` takes both and answers with what both pages promise. */
  'delete-body': z.enum(['any', 'vendor_data_list', 'vendor_data']).default('any'),
  /** Whether a deleted user is gone at once, or still found by "Get user". */
  deletion: z.enum(['hard', 'soft']).default('hard'),
  /** Whether the face routes take an API key, or only a console session's bearer token. */
  faces: z.enum(['key', 'bearer']).default('key'),
  /** The shape of `approved_emails`, `approved_phones` and `issuing_states` in answers. */
  approved: z.enum(['objects', 'arrays']).default('objects'),
  /** The status for a key that is wrong; for a missing one it is 403 either way. */
  'bad-key': z.enum(['401', '403']).default('401'),
  /** Whether the system blocklist follows update-status alone, or a PATCH of the status as well. */
  blocklist: z.enum(['update-status', 'patch-too']).default('update-status'),
  /** What becomes of a PATCH to what a session has verified. */
  'verified-fields': z.enum(['flagged', 'ignored']).default('flagged'),
  /** The shape of a webhook's body: all fields side by side, or `event` and `data`. */
  webhook: z.enum(['flat', 'envelope']).default('flat'),
});

export type Profile = z.output<typeof profileSchema>;

/** Each topic's readings; the first is the one of the default profile. */
export const READINGS: readonly (readonly [topic: string, readings: readonly string[]])[] = Object.entries(
  profileSchema.shape,
).map(([topic, { def }]) => [topic, def.innerType.options]);

/** Whole readings by name, to be followed by single ones. */
const NAMED: Readonly<Record<string, z.input<typeof profileSchema>>> = {
  default: {},
  /** The newest pages of the API reference, word for word. */
  reference: { list: 'offset', 'delete-body': 'vendor_data_list' },
  /** The guide "User operations" and its neighbours, word for word. */
  guide: {
    conflict: '409-detail',
    ids: 'exact',
    list: 'cursor',
    'delete-body': 'vendor_data',
    deletion: 'soft',
    'verified-fields': 'ignored',
    webhook: 'envelope',
  },
};

export const PROFILE_NAMES: readonly string[] = Object.keys(NAMED);

/**
 * A profile from text: a name, readings such as "conflict=409-detail,ids=exact", or a name and readings that differ from it.
 * @throws RangeError with a sentence that says what is wrong, fit to follow the option's name.
 */
export function parseProfile(text = 'default'): Profile {
  const [first = '', ...rest] = text.split(',').map((part) => part.trim());
  const named = NAMED[first];
  const single = (named ? rest : [first, ...rest]).map((part): [string, string] => {
    const [, topic, reading] = /^([\w-]+)\s*=\s*([\w-]+)$/.exec(part) ?? [];
    if (topic === undefined || reading === undefined) throw unknown(part);
    return [topic, reading];
  });
  const parsed = profileSchema.safeParse({ ...named, ...Object.fromEntries(single) });
  if (parsed.success) return parsed.data;
  const [topic, reading] = single.find(([name, value]) => !isReading(name, value)) ?? [];
  throw unknown(`${topic}=${reading}`);
}

function isReading(topic: string, reading: string): boolean {
  return READINGS.some(([name, readings]) => name === topic && readings.includes(reading));
}

function unknown(part: string): RangeError {
  const readings = READINGS.map(([topic, values]) => `${topic}=${values.join('|')}`).join(', ');
  return new RangeError(`knows no "${part}"; there are ${PROFILE_NAMES.join(', ')}, and the readings ${readings}`);
}
