/** A checked mapping file becomes the function that turns a record into a user. */
import type { Problem } from '../errors.js';
import type { JsonObject, Mapped, SourceRecord } from '../model.js';
import { compileWhen } from './conditions.js';
import { compileDecided } from './dates.js';
import { compileFaces } from './faces.js';
import { ifNamed } from './fields.js';
import { compileId, compileVendorData } from './id.js';
import { compilePath } from './paths.js';
import { previousKyc } from './previous-kyc.js';
import type { MappingFile, ShapeSpec } from './schema.js';
import { compileStatus } from './status.js';
import { compileProfile } from './user.js';

export interface Mapping {
  readonly name: string;
  readonly file: string;
  /** SHA-256 of what the file says; comments and layout do not change it. */
  readonly hash: string;
  /** The former provider, as it is written into `metadata.previous_kyc`. */
  readonly provider: string;
  /** Where in a JSON document the list of records may be; `$` is the document itself. The first that is there counts. */
  readonly recordPaths: readonly string[];
  readonly wantsFaces: boolean;
  /** True where one of the shapes is the record's. */
  fits(record: SourceRecord): boolean;
  /** Pure, and never throws whatever the record holds. */
  map(record: SourceRecord): Mapped;
}

/** What a mapping is called, and where it came from. */
export type Identity = Pick<Mapping, 'name' | 'file' | 'hash'>;

interface Shape {
  fits(fields: JsonObject): boolean;
  map(fields: JsonObject): Mapped;
}

/** @param now milliseconds since 1970: dates after that are problems. */
export function compileMapping(file: MappingFile, identity: Identity, now: number): Mapping {
  const shapes = file.shapes.map((spec) => compileShape(spec, file.provider, now));
  const fields = [...new Set(file.shapes.flatMap((spec) => spec.detect))].join(', ');
  const unknown: Mapped = { kind: 'invalid', problems: [{ code: 'shape_unknown', detail: { mapping: identity.name, fields } }] };
  const shapeOf = (record: SourceRecord) => shapes.find((shape) => shape.fits(record.fields));
  return {
    ...identity,
    provider: file.provider,
    recordPaths: [...new Set(file.shapes.flatMap((spec) => spec.records ?? ['$']))],
    wantsFaces: file.shapes.some((spec) => spec.faces !== undefined),
    fits: (record) => shapeOf(record) !== undefined,
    map: (record) => shapeOf(record)?.map(record.fields) ?? unknown,
  };
}

function compileShape(spec: ShapeSpec, provider: string, now: number): Shape {
  const detect = spec.detect.map(compilePath);
  const readVendorData = compileVendorData(spec.user.vendor_data);
  const readProviderId = ifNamed(spec.provider_id, compileId);
  const readDate = ifNamed(spec.date, (date) => compileDecided(date, now));
  const decide = compileStatus(spec.status);
  const skips = (spec.skip ?? []).map(({ when, reason }) => ({ applies: compileWhen(when), reason }));
  const readProfile = compileProfile(spec.user, now);
  const readFaces = compileFaces(spec.faces ?? []);

  return {
    fits: (fields) => detect.every((path) => path.find(fields).length > 0),
    map(fields) {
      const problems: Problem[] = [];
      const vendorData = readVendorData(fields, problems);
      const providerId = readProviderId(fields, problems)?.text;
      const date = readDate(fields, problems);
      const decision = decide(fields);
      const verdict = decision.kind === 'verdict' ? decision.verdict : undefined;
      const known = {
        ...(vendorData !== undefined && { vendorData }),
        ...(providerId !== undefined && { providerId }),
        ...(date !== undefined && { date }),
        ...(verdict !== undefined && { verdict }),
      };

      const skip = skips.find(({ applies }) => applies(fields)) ?? (decision.kind === 'skip' ? decision : undefined);
      if (skip !== undefined) return { ...known, kind: 'skipped', reason: skip.reason };

      if (decision.kind === 'problem') problems.push(decision.problem);
      const profile = readProfile(fields, problems);
      if (vendorData === undefined || verdict === undefined || problems.length > 0) {
        return { ...known, kind: 'invalid', problems };
      }

      const metadata = { ...profile.metadata, previous_kyc: previousKyc(provider, providerId, verdict, date) };
      const user = { vendor_data: vendorData, ...profile, metadata };
      return { ...known, kind: 'user', vendorData, verdict, user, faces: readFaces(fields) };
    },
  };
}
