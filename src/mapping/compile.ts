/** A checked mapping file becomes the function that turns a record into a user. */
import { createHash } from 'node:crypto';
import type { Problem } from '../errors.js';
import type { JsonObject, Mapped, SourceRecord } from '../model.js';
import { alternativesOf, compileWhen } from './conditions.js';
import { compileDecided } from './dates.js';
import { describeShapes, type ShapeFacts } from './describe.js';
import { type Explanation, explain } from './explain.js';
import { compileFaces } from './faces.js';
import { ifNamed } from './fields.js';
import { compileId, compileVendorData } from './id.js';
import { compileJoin, type Joined, type Lookup, type LookupTables, listLookups } from './lookups.js';
import { compileNeed, type Need } from './needs.js';
import { compilePath } from './paths.js';
import { previousKyc } from './previous-kyc.js';
import type { MappingFile, ShapeSpec } from './schema.js';
import { compileStatus } from './status.js';
import { compileProfile } from './user.js';
import { withoutMarkers } from './values.js';

export interface Mapping {
  readonly name: string;
  readonly file: string;
  /** SHA-256 of what the file says, and of the lookups that it reads; comments and layout do not change it. */
  readonly hash: string;
  /** The former provider, as it is written into `metadata.previous_kyc`. */
  readonly provider: string;
  /** Where in a JSON document the list of records may be; `$` is the document itself. The first that is there counts. */
  readonly recordPaths: readonly string[];
  readonly wantsFaces: boolean;
  /** What each of its shapes looks at. */
  readonly shapes: readonly ShapeFacts[];
  /** The second files that it reads. */
  readonly lookups: readonly Lookup[];
  /** The same mapping with the rows of its lookups, of whose files `fingerprint` tells which they are. */
  withLookups(tables: LookupTables, fingerprint: string): Mapping;
  /** True where one of the shapes is the record's. */
  fits(record: SourceRecord): boolean;
  /** Pure, and never throws whatever the record holds. */
  map(record: SourceRecord): Mapped;
  /** How it comes to what it makes of a record; as pure as `map`. */
  explain(record: SourceRecord): Explanation;
  /** What all records of one shape together have to show. */
  readonly needs: readonly Need[];
}

/** What a mapping is called, and where it came from. */
export type Identity = Pick<Mapping, 'name' | 'file' | 'hash'>;

interface Shape {
  fits(fields: JsonObject): boolean;
  map(joined: Joined): Mapped;
}

/** @param now milliseconds since 1970: dates after that are problems. */
export function compileMapping(file: MappingFile, identity: Identity, now: number, tables: LookupTables = new Map()): Mapping {
  const shapes = file.shapes.map((spec) => compileShape(spec, file.provider, now));
  const unknown: Mapped = {
    kind: 'invalid',
    problems: [{ code: 'shape_unknown', detail: { mapping: identity.name, fields: fieldsDetected(file) } }],
  };
  const join = compileJoin(file, tables);
  const markers = new Set(file.null_markers);
  const prepare = ({ fields }: SourceRecord): Joined => {
    const joined = join(fields);
    return markers.size === 0 ? joined : { ...joined, fields: withoutMarkers(joined.fields, markers) };
  };
  const shapeOf = (fields: JsonObject) => shapes.find((shape) => shape.fits(fields));
  const mapJoined = (joined: Joined) => shapeOf(joined.fields)?.map(joined) ?? unknown;
  return {
    ...identity,
    provider: file.provider,
    recordPaths: [...new Set(file.shapes.flatMap((spec) => spec.records ?? ['$']))],
    shapes: describeShapes(file),
    wantsFaces: file.shapes.some((spec) => spec.faces !== undefined),
    lookups: listLookups(file),
    withLookups: (found, fingerprint) => {
      const hash = createHash('sha256').update(`${identity.hash} ${fingerprint}`).digest('hex');
      return compileMapping(file, { ...identity, hash }, now, found);
    },
    fits: (record) => shapeOf(prepare(record).fields) !== undefined,
    map: (record) => mapJoined(prepare(record)),
    explain: (record) => {
      const joined = prepare(record);
      return explain(file, joined.fields, mapJoined(joined), now);
    },
    needs: file.shapes.flatMap(({ needs = [] }, index) =>
      needs.map((spec) => {
        const isMet = compileNeed(spec);
        return {
          advice: spec.else,
          stops: spec.warn !== true,
          isMetBy: (record) => {
            const { fields } = prepare(record);
            return shapeOf(fields) === shapes[index] ? isMet(fields) : undefined;
          },
        };
      }),
    ),
  };
}

function fieldsDetected({ shapes }: MappingFile): string {
  const fields = shapes.flatMap(({ detect }) =>
    detect.flatMap((sign) => (typeof sign === 'string' ? sign : alternativesOf(sign).flatMap(Object.keys))),
  );
  return [...new Set(fields)].join(', ');
}

function compileShape(spec: ShapeSpec, provider: string, now: number): Shape {
  const signs = spec.detect.map((sign) => {
    if (typeof sign !== 'string') return compileWhen(sign);
    const path = compilePath(sign);
    return (fields: JsonObject) => path.find(fields).length > 0;
  });
  const readVendorData = compileVendorData(spec.user.vendor_data);
  const readProviderId = ifNamed(spec.provider_id, compileId);
  const readDate = ifNamed(spec.date, (date) => compileDecided(date, now));
  const decide = compileStatus(spec);
  const skips = (spec.skip ?? []).map(({ when, reason }) => ({ applies: compileWhen(when), reason }));
  const readProfile = compileProfile(spec.user, now);
  const readFaces = compileFaces(spec.faces ?? []);

  return {
    fits: (fields) => signs.every((holds) => holds(fields)),
    map({ fields, problems: unjoined }) {
      const problems: Problem[] = [...unjoined];
      const vendorData = readVendorData(fields, problems);
      const providerId = readProviderId(fields, problems)?.text;
      const date = readDate(fields, problems);
      const decision = decide(fields);
      const verdict = decision.kind === 'verdict' ? decision.verdict : undefined;

      const skip = skips.find(({ applies }) => applies(fields)) ?? (decision.kind === 'skip' ? decision : undefined);
      if (skip !== undefined) return { vendorData, providerId, date, verdict, kind: 'skipped', reason: skip.reason };

      if (decision.kind === 'problem') problems.push(decision.problem);
      const profile = readProfile(fields, problems);
      if (vendorData === undefined || verdict === undefined || problems.length > 0) {
        return { vendorData, providerId, date, verdict, kind: 'invalid', problems: withoutConsequences(problems) };
      }

      profile.metadata['previous_kyc'] = previousKyc(provider, providerId, verdict, date);
      const user = { vendor_data: vendorData, ...profile };
      return { vendorData, providerId, date, verdict, kind: 'user', user, faces: readFaces(fields) };
    },
  };
}

/** An id or a status that is missing with the row of a lookup needs no words of its own. */
function withoutConsequences(problems: readonly Problem[]): Problem[] {
  const joined = problems.some(({ code }) => code === 'lookup_missing' || code === 'lookup_ambiguous');
  return problems.filter(({ code }) => !joined || (code !== 'id_missing' && code !== 'status_missing'));
}
