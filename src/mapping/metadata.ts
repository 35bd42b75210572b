/** Didit's free `metadata` object: what the export's own JSON says, with what the mapping names on top. */
import type { Problem } from '../errors.js';
import { isJsonObject, type Json, type JsonObject } from '../model.js';
import { compileRegion, whereUnverified } from './approved.js';
import { compileE164 } from './contacts.js';
import { toAlpha3 } from './countries.js';
import { compileFrom, compileList, compileText, ifNamed, isShort, type Reader } from './fields.js';
import { compileJson } from './metadata-json.js';
import type { TextSpec, UserSpec } from './schema.js';

/**
 * Unverified contact data goes where Didit's Create page keeps it: `contact.email`, `contact.phone_number`, `address.country`.
 * Tags go to `tags`, because the public API has no field for them.
 */
export function compileMetadata(spec: UserSpec): (fields: JsonObject, problems: Problem[]) => JsonObject {
  const given = ifNamed(spec.metadata_json, compileJson);
  const entries = Object.entries(spec.metadata ?? {}).map(([key, entry]) => ({ key, read: compileEntry(entry) }));
  const tags = ifNamed(spec.tags, compileList);
  const email = ifNamed(spec.email, whereUnverified(compileText));
  const phone = ifNamed(spec.phone_number, whereUnverified(compilePhone));
  const country = ifNamed(spec.country, compileCountry);
  return (fields, problems) => {
    const base = given(fields, problems) ?? {};
    const named = entries.map(({ key, read }) => [key, read(fields, problems)] as const);
    const tagged = tags(fields, problems)?.map((tag) => tag.text.normalize('NFC'));
    const contact = within(base['contact'], { email: email(fields, problems)?.text, phone_number: phone(fields, problems) });
    const address = within(base['address'], { country: country(fields, problems) });
    const metadata: JsonObject = named.length > 0 ? { ...base, ...present(named) } : { ...base };
    if (tagged) metadata['tags'] = tagged;
    if (contact) metadata['contact'] = contact;
    if (address) metadata['address'] = address;
    return metadata;
  };
}

type Entries = readonly (readonly [string, Json | undefined])[];

function present(entries: Entries): JsonObject {
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined));
}

/** What is known of `facts` added to the object that may be there already; nothing where there is nothing to add. */
function within(there: Json | undefined, facts: Readonly<Record<string, string | undefined>>): JsonObject | undefined {
  const object: JsonObject = isJsonObject(there) ? { ...there } : {};
  let added = false;
  for (const key in facts) {
    const fact = facts[key];
    if (fact === undefined) continue;
    object[key] = fact;
    added = true;
  }
  return added ? object : undefined;
}

/** E.164 where it can be, else as it is written: nobody vouches for it anyway. */
function compilePhone(spec: NonNullable<UserSpec['phone_number']>): Reader<string> {
  const read = compileText(spec);
  const regionOf = compileRegion(spec);
  const toE164 = compileE164();
  return (fields, problems) => {
    const text = read(fields, problems)?.text;
    return text && (toE164(text, regionOf(fields)) ?? text);
  };
}

function compileCountry(spec: NonNullable<UserSpec['country']>): Reader<string> {
  const read = compileText(spec);
  return (fields, problems) => {
    const found = read(fields, problems);
    if (found === undefined) return undefined;
    const alpha3 = toAlpha3(found.text);
    if (alpha3 === undefined) problems.push({ code: 'country_unknown', field: found.field });
    return alpha3;
  };
}

/** Entries keep their JSON type: a number stays a number, several finds make a list. */
function compileEntry(spec: TextSpec): Reader<Json> {
  if (isShort(spec)) return compileEntry({ from: spec });
  if (!('from' in spec) || spec.extract !== undefined || spec.translate !== undefined) {
    const read = compileText(spec);
    return (fields, problems) => read(fields, problems)?.text.normalize('NFC');
  }
  const find = compileFrom(spec.from);
  return (fields) => {
    const values = find(fields)?.values.map((value) => (typeof value === 'string' ? value.trim().normalize('NFC') : value));
    return values?.length === 1 ? values[0] : values && [...values];
  };
}
