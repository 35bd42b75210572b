/** A sample: an export in a folder, with an `expected.json` that says what each of its records is to become. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MigrateError } from '../errors.js';
import type { Mapping } from '../mapping/index.js';
import type { FaceReference, JsonObject, Mapped, ReadRecord } from '../model.js';
import { openExport } from '../read/index.js';
import { isSystemError, systemReason } from '../system-error.js';
import { type Difference, differences } from './json-differences.js';
import { type LookupFile, openLookups } from './open-lookups.js';

/** The file beside the export; mappings/README.md describes it. */
const EXPECTED = 'expected.json';

const expectedSchema = z.strictObject({
  now: z.iso.datetime({ error: 'now must be a time such as 2026-01-01T00:00:00Z' }),
  export: z.string().min(1).optional(),
  mapping: z.string().min(1).optional(),
  lookups: z.record(z.string(), z.string().min(1)).optional(),
  records: z.array(z.looseObject({ record: z.number().int() })),
});

export interface Sample {
  /** The export's path. */
  readonly file: string;
  /** The day of the sample, in milliseconds since 1970: dates after it are problems. */
  readonly now: number;
  /** A built-in mapping or the path of a file, where the sample names one. */
  readonly mapping: string | undefined;
  /** By record number; undefined where there is no `expected.json` yet. */
  readonly expected: ReadonlyMap<number, JsonObject> | undefined;
  /** The second files that the mapping joins. */
  readonly lookups: readonly LookupFile[];
  /** What `expected.json` names, as it stands there. */
  readonly names: Partial<Pick<z.infer<typeof expectedSchema>, 'export' | 'mapping' | 'lookups'>>;
}

/** @throws MigrateError `sample_unusable` */
export async function readSample(folder: string): Promise<Sample> {
  const files = await filesIn(folder);
  const says = files.includes(EXPECTED) ? await readExpected(folder) : undefined;
  const { now = new Date().toISOString(), mapping, lookups = {} } = says ?? {};
  const known = [EXPECTED, ...Object.values(lookups)];
  const others = files.filter((name) => !known.includes(name) && !/^\.|\.(ya?ml|md)$/i.test(name));
  const [only, ...more] = says?.export === undefined ? others : [says.export];
  const refuse = (reason: string) => new MigrateError('sample_unusable', { folder, reason });
  if (only === undefined) throw refuse('there is no export in it');
  if (more.length > 0) throw refuse(`it is not clear which file is the export; say so in ${EXPECTED}: "export": "…"`);
  return {
    file: join(folder, only),
    now: Date.parse(now),
    mapping: mapping?.startsWith('.') ? join(folder, mapping) : mapping,
    lookups: Object.entries(lookups).map(([name, file]) => ({ name, file: join(folder, file) })),
    expected: says && new Map(says.records.map((record) => [record.record, JSON.parse(JSON.stringify(record))])),
    names: { export: says?.export, mapping, lookups: says?.lookups },
  };
}

/** What each record of the sample becomes, in the words of `expected.json`. A sample is small: all of it is held at once. */
export async function outcomesOf(sample: Sample, mapping: Mapping, maxRecordBytes: number): Promise<JsonObject[]> {
  const lookups = await openLookups(mapping, sample.lookups, maxRecordBytes);
  try {
    const source = await openExport(sample.file, { recordPaths: mapping.recordPaths, maxRecordBytes });
    const outcomes: JsonObject[] = [];
    for await (const batch of source.batches()) outcomes.push(...batch.map((record) => outcomeOf(record, lookups.mapping)));
    return outcomes;
  } finally {
    lookups.close();
  }
}

export interface Surprise {
  readonly record: number;
  readonly differences: readonly Difference[];
}

/** The records that did not become what is expected, those that only one side knows included. */
export function surprisesOf({ expected = new Map() }: Sample, outcomes: readonly JsonObject[]): Surprise[] {
  const got = new Map(outcomes.map((outcome) => [Number(outcome['record']), outcome]));
  const numbers = [...new Set([...expected.keys(), ...got.keys()])].sort((a, b) => a - b);
  return numbers
    .map((record) => ({ record, differences: differences(expected.get(record), got.get(record)) }))
    .filter((surprise) => surprise.differences.length > 0);
}

/**
 * Writes what the records became as what is expected, for somebody to review.
 * @param outcomes of all records
 * @throws MigrateError `sample_unusable`
 */
export async function expectOutcomes(folder: string, sample: Sample, outcomes: readonly JsonObject[]): Promise<void> {
  const head = { now: new Date(sample.now).toISOString(), ...sample.names };
  const lines = Object.entries(head).map(([key, value]) =>
    value === undefined ? '' : ` ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
  );
  const records = outcomes.map((outcome) => `  ${JSON.stringify(outcome)}`).join(',\n');
  try {
    await writeFile(join(folder, EXPECTED), `{\n${lines.join('')} "records": [\n${records}\n ]\n}\n`, { mode: 0o600 });
  } catch (cause) {
    throw unusable(folder, cause);
  }
}

function outcomeOf(read: ReadRecord, mapping: Mapping): JsonObject {
  const mapped: Mapped = 'problems' in read ? { kind: 'invalid', problems: read.problems } : mapping.map(read);
  // As it would be written: without what is undefined.
  return JSON.parse(JSON.stringify({ record: read.number, ...describe(mapped) }));
}

function describe(mapped: Mapped): object {
  const { vendorData: vendor_data, verdict } = mapped;
  const decided = verdict && { status: verdict.status, ...(verdict.fraud && { fraud: true }) };
  switch (mapped.kind) {
    case 'user':
      return { ...decided, user: mapped.user, faces: mapped.faces.map(placeOf) };
    case 'skipped':
      return { skipped: mapped.reason };
    case 'invalid':
      return { vendor_data, ...decided, invalid: mapped.problems };
  }
}

/** A name or a link in short, anything else in full. */
function placeOf(face: FaceReference): string | FaceReference {
  if (face.kind === 'file') return face.path;
  return face.kind === 'link' ? face.url : face;
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (cause) {
    throw unusable(folder, cause);
  }
}

async function readExpected(folder: string): Promise<z.infer<typeof expectedSchema>> {
  const refuse = (reason: string, cause?: unknown) => new MigrateError('sample_unusable', { folder, reason }, { cause });
  let says: unknown;
  try {
    says = JSON.parse(await readFile(join(folder, EXPECTED), 'utf8'));
  } catch (cause) {
    throw cause instanceof SyntaxError ? refuse(`${EXPECTED} is not JSON`, cause) : unusable(folder, cause);
  }
  const checked = expectedSchema.safeParse(says);
  if (checked.success) return checked.data;
  const problems = checked.error.issues.map(({ path, message }) => `${[EXPECTED, ...path].join('.')}: ${message}`);
  throw refuse(problems.slice(0, 5).join('; '));
}

function unusable(folder: string, cause: unknown): unknown {
  return isSystemError(cause) ? new MigrateError('sample_unusable', { folder, reason: systemReason(cause) }, { cause }) : cause;
}
