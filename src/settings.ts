import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { MigrateError } from './errors.js';
import { readShard, type Shard, shardName } from './shard.js';

/**
 * Settings come from people and files and are not trusted: each `parse…` takes anything, and gives the parsed type or one error that
 * lists every problem. Whatever takes a parsed type may rely on it.
 */

/** So many requests in a sliding window; `off` for none. */
export type RequestLimit = { readonly requests: number; readonly windowMs: number } | 'off';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const text = z.string().trim().min(1, 'must not be empty');
const required = (hint: string) =>
  z
    .string({ error: (issue) => (issue.input === undefined ? `is missing: ${hint}` : 'must be text') })
    .trim()
    .min(1, `is missing: ${hint}`);
const count = z.coerce.number({ error: 'must be a number' }).int('must be a whole number');

const duration = z.union([text, z.number()]).transform((value, context): number => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(String(value));
  const ms = match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN) : Number.NaN;
  if (ms > 0) return ms;
  context.addIssue({ code: 'custom', message: 'must be a time such as 500ms, 30s, 15m or 1h' });
  return z.NEVER;
});

const requestLimit = text.transform((value, context): RequestLimit => {
  if (value === 'off') return 'off';
  const match = /^(\d+)\/(\d+(?:\.\d+)?)(ms|s|m)$/.exec(value);
  const requests = Number(match?.[1]);
  const windowMs = Number(match?.[2]) * (UNITS[match?.[3] ?? ''] ?? Number.NaN);
  if (requests >= 1 && windowMs > 0) return { requests, windowMs };
  context.addIssue({ code: 'custom', message: 'must be requests per window such as 240/60s, or off' });
  return z.NEVER;
});

/** Scheme and host alone; the key travels in the clear over http, so that goes to this machine only. */
const baseUrl = text.transform((value, context) => {
  const url = URL.parse(value);
  const problem = url ? baseUrlProblem(url) : 'must be an address such as https://verification.didit.me';
  if (!url || problem) {
    context.addIssue({ code: 'custom', message: problem ?? '' });
    return z.NEVER;
  }
  return url.origin;
});

function baseUrlProblem(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return 'must be scheme and host alone, without a path';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return undefined;
  return 'must be https; plain http is for this machine only';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));
}

const recordPlace = z.union([text, z.number()]).transform((value, context) => {
  const match = /^(?:(?!line:)(.+?):)?(line:)?([1-9]\d*)$/.exec(String(value));
  if (match) return { file: match[1], by: match[2] ? ('line' as const) : ('number' as const), at: Number(match[3]) };
  context.addIssue({ code: 'custom', message: 'must be a number from 1, line:N, FILE:N or FILE:line:N' });
  return z.NEVER;
});

/** Whatever this Node can decode, under any of its usual names; the Encoding Standard's own name comes out. */
const encoding = text.transform((value, context): string => {
  try {
    return new TextDecoder(value).encoding;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be an encoding such as utf-8, utf-16le, windows-1252 or iso-8859-15' });
    return z.NEVER;
  }
});

/** By its name or as it is: one byte that neither cells nor line ends need. */
const delimiter = z.string().transform((value, context): string => {
  const named = new Map([
    ['tab', '\t'],
    ['\\t', '\t'],
    ['comma', ','],
    ['semicolon', ';'],
    ['bar', '|'],
  ]);
  const character = named.get(value.toLowerCase()) ?? value;
  if (/^[\t !#-/:-@[-`{-~]$/.test(character)) return character;
  context.addIssue({ code: 'custom', message: 'must be a character such as ; or one of comma, semicolon, tab, bar' });
  return z.NEVER;
});

const identifier = (hint: string) => required(hint).regex(/^[\w-]+$/, 'must be the id alone: letters, digits and dashes');

const lookup = text.transform((value, context) => {
  const [, name, file] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (name !== undefined && file !== undefined) return { name, file };
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** What is wrong with it is said without it: it may hold a password. */
const redisUrl = text.refine((value) => {
  const url = URL.parse(value);
  return url !== null && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '';
}, 'must be an address such as redis://host:6379 or rediss://user:password@host:6380');

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
  retry: z.string().optional(),
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

const runSchema = z.strictObject(fields);
const validateSchema = z.strictObject({
  exports: fields.exports.refine((files) => files.length > 0, 'is missing: name at least one file'),
  mapping: fields.mapping,
  encoding: fields.encoding,
  delimiter: fields.delimiter,
  lookup: fields.lookup,
  faces: fields.faces,
  fetchFaces: fields.fetchFaces,
  maxFaces: fields.maxFaces,
  allowPrivateFaces: fields.allowPrivateFaces,
  checkFaces: fields.checkFaces,
  faceMaxSide: fields.faceMaxSide,
  faceQuality: fields.faceQuality,
  writeLimit: fields.writeLimit,
  readLimit: fields.readLimit,
  maxRecordBytes: fields.maxRecordBytes,
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
  exports: validateSchema.shape.exports,
  mapping: fields.mapping,
  encoding: fields.encoding,
  delimiter: fields.delimiter,
  lookup: fields.lookup,
  to: z.literal('didit-console-csv', { error: 'must be didit-console-csv' }),
  output: required('name the file to write with --output FILE'),
  maxRecordBytes: fields.maxRecordBytes,
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
  exports: validateSchema.shape.exports,
  mapping: fields.mapping,
  encoding: fields.encoding,
  delimiter: fields.delimiter,
  sample: count.min(1, 'must be at least 1').default(20_000),
  exact: z.boolean().default(false),
  maxRecordBytes: fields.maxRecordBytes,
  json: fields.json,
});
const initSchema = z.strictObject({
  exports: validateSchema.shape.exports,
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
  exports: fields.exports,
  mapping: fields.mapping,
  encoding: fields.encoding,
  delimiter: fields.delimiter,
  lookup: fields.lookup,
  maxRecordBytes: fields.maxRecordBytes,
  sample: count.min(1, 'must be at least 1').optional(),
});
const rollbackSchema = z.strictObject({ ...diditFields, limit: fields.limit, yes: fields.yes });

/** A time, or two with a dash between: each answer takes some time from the first to the second. */
const latency = z.union([text, z.number()]).transform((value, context): number | readonly [min: number, max: number] => {
  const [min, max, ...more] = String(value)
    .split('-')
    .map((part) => duration.safeParse(part.trim()).data);
  if (min !== undefined && max === undefined && !String(value).includes('-')) return min;
  if (min !== undefined && max !== undefined && min <= max && more.length === 0) return [min, max];
  context.addIssue({ code: 'custom', message: 'must be a time such as 50ms, or a range of times such as 50ms-200ms' });
  return z.NEVER;
});

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
  const problems: string[] = [];
  const settings = check(validateSchema, untrusted, problems);
  if (!settings) throw invalid('validate', problems);
  return settings;
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseExplainSettings(untrusted: unknown): ParsedExplainSettings {
  const problems: string[] = [];
  const settings = check(explainSchema, untrusted, problems);
  if (!settings) throw invalid('validate', problems);
  return settings;
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseConvertSettings(untrusted: unknown): ParsedConvertSettings {
  const problems: string[] = [];
  const settings = check(convertSchema, untrusted, problems);
  if (!settings) throw invalid('convert', problems);
  return settings;
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseMappingsSettings(untrusted: unknown): ParsedMappingsSettings {
  const problems: string[] = [];
  const settings = check(mappingsSchema, untrusted, problems);
  if (!settings) throw invalid('mappings', problems);
  return settings;
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseInspectSettings(untrusted: unknown): ParsedInspectSettings {
  const problems: string[] = [];
  const settings = check(inspectSchema, untrusted, problems);
  if (!settings) throw invalid('inspect', problems);
  return settings;
}

/** @throws MigrateError `settings_invalid` with every problem */
export function parseInitSettings(untrusted: unknown): ParsedInitSettings {
  const problems: string[] = [];
  const settings = check(initSchema, untrusted, problems);
  if (!settings) throw invalid('init', problems);
  return settings;
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
  const problems: string[] = [];
  const settings = check(sandboxSchema, untrusted, problems);
  if (!settings) throw invalid('sandbox', problems);
  return settings;
}

/** The value of each option's environment variable that is set. Variables set to nothing count as not set. */
export function fromEnvironment(
  options: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  return Object.fromEntries(
    options.flatMap((option) => {
      const value = environment[environmentName(option)];
      return value ? [[option, value]] : [];
    }),
  );
}

/** The key never is an option: it would show in the process list. */
export function keyFromEnvironment(environment: NodeJS.ProcessEnv = process.env): { apiKey?: string } {
  const key = environment['DIDIT_API_KEY'];
  return key ? { apiKey: key } : {};
}

/** Requests do not go through a proxy, also where the environment names one. */
export function hasProxy(environment: NodeJS.ProcessEnv = process.env): boolean {
  return ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].some((name) => Boolean(environment[name]));
}

const DIDIT_NAMES = new Set(['base-url', 'organization-id', 'application-id']);

/** `--write-limit` is `DIDIT_MIGRATE_WRITE_LIMIT`; the target's own values are named as in Didit's documentation. */
export function environmentName(option: string): string {
  const prefix = DIDIT_NAMES.has(option) ? 'DIDIT' : 'DIDIT_MIGRATE';
  return `${prefix}_${option.toUpperCase().replaceAll('-', '_')}`;
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

function checkpointName(applicationId: string, shard?: Shard): string {
  const part = shard ? `-${shardName(shard)}` : '';
  return resolve(`didit-migrate-${applicationId.slice(0, 8)}${part}.db`);
}

/** Files and patterns; none where nothing names one, which is a problem. */
function checkpointsOf(
  { checkpoint, applicationId }: Pick<z.output<typeof statusSchema>, 'checkpoint' | 'applicationId'>,
  problems: string[],
): readonly string[] {
  const named = checkpoint ?? (applicationId === undefined ? [] : [checkpointName(applicationId)]);
  if (named.length === 0) problems.push(MISSING_CHECKPOINT);
  return named;
}

const mayBeSeveral = (checkpoints: readonly string[]) => checkpoints.length > 1 || /[*?[{]/.test(checkpoints[0] ?? '');

/** `didit-migrate-12345678-*-of-4.db` as if there were no parts. */
function joinedName(checkpoint: string): string {
  const name = checkpoint.replace(/-[^-/\\]*-of-[^-/\\]*\.db$/, '.db');
  return mayBeSeveral([name]) ? 'didit-migrate.db' : name;
}

function reportName(checkpoint: string): string {
  return `${checkpoint.replace(/\.db$/, '')}-report`;
}

function invalid(command: string, problems: readonly string[]): MigrateError {
  return new MigrateError('settings_invalid', { command, problems: problems.map((problem) => `  - ${problem}`).join('\n') });
}
