import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { checkpointName, joinedName, mayBeSeveral, reportName } from './default-names.js';
import { ENDING_CODES, MigrateError } from './errors.js';
import {
  baseUrl,
  count,
  delimiter,
  duration,
  encoding,
  identifier,
  latency,
  lookup,
  recordPlace,
  redisUrl,
  requestLimit,
  required,
  text,
} from './setting-values.js';
import { readShard, type Shard } from './shard.js';

/**
 * Settings come from people and files and are not trusted: each `parse…` takes anything, and gives the parsed type or one error that
 * lists every problem. Whatever takes a parsed type may rely on it.
 */

/** A part of the people; an array job tells each process which through its environment. */
const shard = text.transform((value, context): Shard => {
  const read = readShard(value, process.env);
  if ('index' in read) return read;
  context.addIssue({ code: 'custom', message: read.problem });
  return z.NEVER;
});

const fields = {
  exports: z.array(text).default([]),
  mapping: text.optional(),
  encoding: encoding.optional(),
  delimiter: delimiter.optional(),
  /** One or several, each as NAME=FILE. */
  lookup: z
    .union([lookup.transform((file) => [file]), z.array(lookup)], {
      error: 'must be NAME=FILE, where NAME is a lookup of the mapping',
    })
    .default([]),
  /** A folder or a zip, or false for no faces. */
  faces: z.union([text, z.literal(false)], { error: 'must be a folder or a zip' }).optional(),
  fetchFaces: z.boolean().default(false),
  maxFaces: count.min(1, 'must be at least 1').max(5, 'must be at most 5, as many as Didit takes').default(1),
  /** Links may lead to this machine. */
  allowPrivateFaces: z.boolean().default(false),
  checkpoint: text.optional(),
  report: text.optional(),
  redact: z.boolean().default(false),
  baseUrl: baseUrl.default('https://verification.didit.me'),
  apiKey: text.optional(),
  apiKeyFile: text.optional(),
  organizationId: identifier('--organization-id or DIDIT_ORGANIZATION_ID (console: organization settings)'),
  applicationId: identifier('--application-id or DIDIT_APPLICATION_ID (console: application settings)'),
  writeLimit: requestLimit.default({ requests: 240, windowMs: 60_000 }),
  readLimit: requestLimit.default({ requests: 480, windowMs: 60_000 }),
  concurrency: count.min(1, 'must be at least 1').max(256, 'must be at most 256').default(8),
  onExisting: z.enum(['adopt', 'update', 'skip', 'fail'], { error: 'must be adopt, update, skip or fail' }).default('adopt'),
  limit: count.min(0, 'must be at least 0').optional(),
  redis: redisUrl.optional(),
  only: text.optional(),
  shard: shard.optional(),
  /** A code, or nothing for all. */
  retry: z
    .union([z.literal(''), z.enum(ENDING_CODES)], {
      error: 'must be a code that summary.json names, such as server_error; put a bare --retry behind the exports',
    })
    .optional(),
  maxOutage: duration.default(3_600_000),
  requestTimeout: duration.default(30_000),
  maxRecordBytes: count.min(1024, 'must be at least 1024').default(16 * 1024 * 1024),
  checkFaces: z.enum(['none', 'header', 'full'], { error: 'must be none, header or full' }).default('header'),
  /** Pixels. */
  faceMaxSide: count.min(320, 'must be at least 320').max(4096, 'must be at most 4096').default(1280),
  /** Of the JPEG. */
  faceQuality: count.min(50, 'must be at least 50').max(95, 'must be at most 95').default(85),
  json: z.boolean().default(false),
  yes: z.boolean().default(false),
  progress: z.boolean().default(true),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' })
    .default('info'),
  logFile: text.optional(),
};

/** What tells how an export is read and mapped. */
const reading = {
  mapping: fields.mapping,
  encoding: fields.encoding,
  delimiter: fields.delimiter,
  lookup: fields.lookup,
  maxRecordBytes: fields.maxRecordBytes,
};
const exportsNeeded = fields.exports.refine((files) => files.length > 0, 'is missing: name at least one file');

const runSchema = z.strictObject(fields);
const validateSchema = z.strictObject({
  ...reading,
  exports: exportsNeeded,
  faces: fields.faces,
  fetchFaces: fields.fetchFaces,
  maxFaces: fields.maxFaces,
  allowPrivateFaces: fields.allowPrivateFaces,
  checkFaces: fields.checkFaces,
  faceMaxSide: fields.faceMaxSide,
  faceQuality: fields.faceQuality,
  writeLimit: fields.writeLimit,
  readLimit: fields.readLimit,
  shard: fields.shard,
  /** The user's own list of ids. */
  expect: text.optional(),
  report: fields.report,
  redact: fields.redact,
  json: fields.json,
  progress: fields.progress,
});
/** Whose record it is does not matter to one that is explained: the choice between a person's records is the same in every part. */
const explainSchema = validateSchema.omit({ shard: true }).extend({ record: recordPlace });
const convertSchema = z.strictObject({
  ...reading,
  exports: exportsNeeded,
  to: z.literal('didit-console-csv', { error: 'must be didit-console-csv' }),
  output: required('name the file to write with --output FILE'),
  json: fields.json,
});
const mappingsSchema = z.discriminatedUnion(
  'action',
  [
    z.strictObject({ action: z.literal('list'), json: fields.json }),
    z.strictObject({ action: z.literal('show'), target: required('name a mapping or its file'), json: fields.json }),
    z.strictObject({
      action: z.literal('test'),
      target: required('name the folder of the sample'),
      mapping: fields.mapping,
      update: z.boolean().default(false),
      maxRecordBytes: fields.maxRecordBytes,
      json: fields.json,
    }),
  ],
  { error: 'must be list, show or test' },
);
const inspectSchema = z.strictObject({
  exports: exportsNeeded,
  mapping: fields.mapping,
  encoding: fields.encoding,
  delimiter: fields.delimiter,
  sample: count.min(1, 'must be at least 1').default(20_000),
  exact: z.boolean().default(false),
  maxRecordBytes: fields.maxRecordBytes,
  json: fields.json,
});
const initSchema = z.strictObject({
  exports: exportsNeeded,
  encoding: fields.encoding,
  delimiter: fields.delimiter,
  output: text.optional(),
  force: z.boolean().default(false),
  faces: fields.faces,
  lookup: fields.lookup.refine(
    (files) => files.length < 2 && files.every(({ name }) => /^[a-z][a-z0-9_]*$/.test(name)),
    'must be one second file under a name in small letters, such as ids=FILE',
  ),
  maxRecordBytes: fields.maxRecordBytes,
});
/** One, or several parts; each may be a pattern. */
const checkpoints = z.union([text.transform((file) => [file]), z.array(text)], { error: 'must be text' }).optional();
const statusSchema = z.strictObject({
  checkpoint: checkpoints,
  applicationId: fields.applicationId.optional(),
  watch: z.boolean().default(false),
  json: fields.json,
});
const reportSchema = z.strictObject({
  checkpoint: checkpoints,
  applicationId: fields.applicationId.optional(),
  report: fields.report,
  redact: fields.redact,
  json: fields.json,
});
const purgeSchema = reportSchema.omit({ redact: true }).extend({ checkpoint: fields.checkpoint, yes: fields.yes });

/** What every command needs that speaks to Didit about a checkpoint. */
const diditFields = {
  checkpoint: fields.checkpoint,
  report: fields.report,
  baseUrl: fields.baseUrl,
  apiKey: fields.apiKey,
  apiKeyFile: fields.apiKeyFile,
  organizationId: fields.organizationId,
  applicationId: fields.applicationId,
  writeLimit: fields.writeLimit,
  readLimit: fields.readLimit,
  redis: fields.redis,
  concurrency: fields.concurrency,
  maxOutage: fields.maxOutage,
  requestTimeout: fields.requestTimeout,
  json: fields.json,
  progress: fields.progress,
  logLevel: fields.logLevel,
  logFile: fields.logFile,
};
const verifySchema = z.strictObject({
  ...diditFields,
  ...reading,
  exports: fields.exports,
  sample: count.min(1, 'must be at least 1').optional(),
});
const rollbackSchema = z.strictObject({ ...diditFields, limit: fields.limit, yes: fields.yes });

const doctorSchema = z.strictObject({
  checkpoint: fields.checkpoint,
  baseUrl: fields.baseUrl,
  apiKey: fields.apiKey,
  apiKeyFile: fields.apiKeyFile,
  organizationId: fields.organizationId,
  applicationId: fields.applicationId,
  requestTimeout: fields.requestTimeout,
  writeTest: z.boolean().default(false),
  json: fields.json,
});
const sandboxSchema = z.strictObject({
  port: count.min(0, 'must be 0 to 65535').max(65_535, 'must be 0 to 65535').default(8787),
  apiKey: text.optional(),
  organizationId: fields.organizationId.optional(),
  applicationId: fields.applicationId.optional(),
  writeLimit: requestLimit.default({ requests: 300, windowMs: 60_000 }),
  readLimit: requestLimit.default({ requests: 600, windowMs: 60_000 }),
  latency: latency.optional(),
  faults: text.optional(),
  faultSeed: count.default(1),
  profile: text.optional(),
  keyKind: text.optional(),
  seedUsers: count.min(0, 'must not be negative').max(1_000_000, 'must be at most 1000000').default(0),
  webhook: text.optional(),
  webhookSecret: text.optional(),
  webhookAnywhere: z.boolean().default(false),
  log: text.optional(),
  logBodies: z.boolean().default(false),
  json: fields.json,
});

/** What a run may be told; everything but the target and the key has a default. */
export type RunSettings = z.input<typeof runSchema>;
export type ValidateSettings = z.input<typeof validateSchema>;
export type ConvertSettings = z.input<typeof convertSchema>;
export type ReportSettings = z.input<typeof reportSchema>;
export type PurgeSettings = z.input<typeof purgeSchema>;
export type VerifySettings = z.input<typeof verifySchema>;
export type RollbackSettings = z.input<typeof rollbackSchema>;
export type StatusSettings = z.input<typeof statusSchema>;
export type DoctorSettings = z.input<typeof doctorSchema>;
export type InspectSettings = z.input<typeof inspectSchema>;
export type InitSettings = z.input<typeof initSchema>;
export type SandboxSettings = z.input<typeof sandboxSchema>;

export type ParsedInspectSettings = z.output<typeof inspectSchema>;
export type ParsedInitSettings = z.output<typeof initSchema>;
export type ParsedSandboxSettings = z.output<typeof sandboxSchema>;
export type ParsedValidateSettings = z.output<typeof validateSchema>;
export type ParsedExplainSettings = z.output<typeof explainSchema>;
export type ParsedConvertSettings = z.output<typeof convertSchema>;
export type ParsedMappingsSettings = z.output<typeof mappingsSchema>;
/** With a key and with names for the files. */
type WithDidit<Checked> = Omit<Checked, 'apiKey' | 'apiKeyFile' | 'checkpoint' | 'report'> & {
  readonly apiKey: string;
  readonly checkpoint: string;
  readonly report: string;
};
export type ParsedRunSettings = WithDidit<z.output<typeof runSchema>>;
export type ParsedVerifySettings = WithDidit<z.output<typeof verifySchema>>;
export type ParsedRollbackSettings = WithDidit<z.output<typeof rollbackSchema>>;
export interface ParsedDoctorSettings extends Omit<z.output<typeof doctorSchema>, 'apiKey' | 'apiKeyFile' | 'checkpoint'> {
  readonly apiKey: string;
  readonly checkpoint: string;
}
export interface ParsedStatusSettings {
  /** Files and patterns; at least one, and with `watch` one file. */
  readonly checkpoints: readonly string[];
  readonly watch: boolean;
  readonly json: boolean;
}
export interface ParsedReportSettings {
  /** Files and patterns; at least one. */
  readonly checkpoints: readonly string[];
  readonly report: string;
  readonly redact: boolean;
  readonly json: boolean;
}
export interface ParsedPurgeSettings extends Omit<ParsedReportSettings, 'checkpoints' | 'redact'> {
  readonly checkpoint: string;
  readonly yes: boolean;
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseRunSettings(untrusted: unknown): ParsedRunSettings {
  return checkWithDidit(runSchema, untrusted, 'run');
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseVerifySettings(untrusted: unknown): ParsedVerifySettings {
  return checkWithDidit(verifySchema, untrusted, 'verify');
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseRollbackSettings(untrusted: unknown): ParsedRollbackSettings {
  return checkWithDidit(rollbackSchema, untrusted, 'rollback');
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseValidateSettings(untrusted: unknown): ParsedValidateSettings {
  return checked(validateSchema, untrusted, 'validate');
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseExplainSettings(untrusted: unknown): ParsedExplainSettings {
  return checked(explainSchema, untrusted, 'validate');
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseConvertSettings(untrusted: unknown): ParsedConvertSettings {
  return checked(convertSchema, untrusted, 'convert');
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseMappingsSettings(untrusted: unknown): ParsedMappingsSettings {
  return checked(mappingsSchema, untrusted, 'mappings');
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseInspectSettings(untrusted: unknown): ParsedInspectSettings {
  return checked(inspectSchema, untrusted, 'inspect');
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseInitSettings(untrusted: unknown): ParsedInitSettings {
  return checked(initSchema, untrusted, 'init');
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parsePurgeSettings(untrusted: unknown): ParsedPurgeSettings {
  const problems: string[] = [];
  const settings = check(purgeSchema, untrusted, problems);
  const checkpoint = settings?.checkpoint ?? (settings?.applicationId && checkpointName(settings.applicationId));
  if (settings && !checkpoint) problems.push(MISSING_CHECKPOINT);
  if (!settings || !checkpoint) throw invalid('purge', problems);
  const { applicationId: _, report = reportName(checkpoint), ...rest } = settings;
  return { ...rest, checkpoint, report };
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseReportSettings(untrusted: unknown): ParsedReportSettings {
  const problems: string[] = [];
  const settings = check(reportSchema, untrusted, problems);
  const named = settings ? checkpointsOf(settings, problems) : [];
  const [first] = named;
  if (!settings || first === undefined) throw invalid('report', problems);
  const { report = reportName(mayBeSeveral(named) ? joinedName(first) : first), redact, json } = settings;
  return { checkpoints: named, report, redact, json };
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseDoctorSettings(untrusted: unknown): ParsedDoctorSettings {
  const problems: string[] = [];
  const settings = check(doctorSchema, untrusted, problems);
  const apiKey = settings && keyOf(settings, problems);
  if (!settings || apiKey === undefined || problems.length > 0) throw invalid('doctor', problems);
  const { apiKeyFile: _, ...rest } = settings;
  return { ...rest, apiKey, checkpoint: resolve(settings.checkpoint ?? checkpointName(settings.applicationId)) };
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseStatusSettings(untrusted: unknown): ParsedStatusSettings {
  const problems: string[] = [];
  const settings = check(statusSchema, untrusted, problems);
  const named = settings ? checkpointsOf(settings, problems) : [];
  if (settings?.watch && mayBeSeveral(named)) problems.push('--watch looks at one run: name one checkpoint, that of a part');
  if (!settings || problems.length > 0) throw invalid('status', problems);
  return { checkpoints: named, watch: settings.watch, json: settings.json };
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseSandboxSettings(untrusted: unknown): ParsedSandboxSettings {
  return checked(sandboxSchema, untrusted, 'sandbox');
}

/** For settings that need nothing besides their schema. */
function checked<Schema extends z.ZodType>(schema: Schema, untrusted: unknown, command: string): z.output<Schema> {
  const problems: string[] = [];
  const settings = check(schema, untrusted, problems);
  if (settings === undefined) throw invalid(command, problems);
  return settings;
}

function check<Schema extends z.ZodType>(schema: Schema, untrusted: unknown, problems: string[]): z.output<Schema> | undefined {
  const parsed = schema.safeParse(untrusted);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') problems.push(...issue.keys.map((key) => `${optionName(key)} is not an option here`));
    else problems.push(`${optionName(String(issue.path[0] ?? 'settings'))} ${issue.message}`);
  }
  return undefined;
}

type DiditFields = z.output<z.ZodObject<typeof diditFields>>;
export type ParsedDiditSettings = WithDidit<DiditFields>;

function checkWithDidit<Checked extends DiditFields & { readonly shard?: Shard | undefined }>(
  schema: z.ZodType<Checked>,
  untrusted: unknown,
  command: string,
): WithDidit<Checked> {
  const problems: string[] = [];
  const settings = check(schema, untrusted, problems);
  const key = settings && keyOf(settings, problems);
  if (settings?.redis !== undefined && settings.writeLimit === 'off' && settings.readLimit === 'off')
    problems.push('--redis shares the limits among processes, and both are off');
  if (!settings || key === undefined || problems.length > 0) throw invalid(command, problems);
  const {
    apiKey: _,
    apiKeyFile: __,
    checkpoint = checkpointName(settings.applicationId, settings.shard),
    report,
    ...rest
  } = settings;
  return { ...rest, apiKey: key, checkpoint, report: report ?? reportName(checkpoint) };
}

function optionName(key: string): string {
  const positional: Readonly<Record<string, string>> = { exports: 'EXPORT', action: 'ACTION', target: 'TARGET' };
  return positional[key] ?? `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function keyOf(
  { apiKey, apiKeyFile }: { apiKey?: string | undefined; apiKeyFile?: string | undefined },
  problems: string[],
): string | undefined {
  const key = apiKeyFile === undefined ? apiKey : readKeyFile(apiKeyFile, problems);
  if (key === undefined && apiKeyFile === undefined)
    problems.push('The API key is missing: set DIDIT_API_KEY or give --api-key-file FILE');
  // A header cannot carry anything else, and older keys have no prefix by which to tell more.
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    problems.push('The API key holds characters that no key has: copy it again');
    return undefined;
  }
  return key;
}

function readKeyFile(file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    problems.push(`--api-key-file ${file} cannot be read`);
    return undefined;
  }
}

const MISSING_CHECKPOINT = '--checkpoint is missing: name the file, or give --application-id as in the run';

/** Files and patterns; none where nothing names one, which is a problem. */
function checkpointsOf(
  { checkpoint, applicationId }: Pick<z.output<typeof statusSchema>, 'checkpoint' | 'applicationId'>,
  problems: string[],
): readonly string[] {
  const named = checkpoint ?? (applicationId === undefined ? [] : [checkpointName(applicationId)]);
  if (named.length === 0) problems.push(MISSING_CHECKPOINT);
  return named;
}

function invalid(command: string, problems: readonly string[]): MigrateError {
  return new MigrateError('settings_invalid', { command, problems: problems.map((problem) => `  - ${problem}`).join('\n') });
}
