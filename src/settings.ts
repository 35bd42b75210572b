import { resolve } from 'node:path';
import { z } from 'zod';
import { apiKeyOf } from './api-key.js';
import { checkpointName, joinedName, mayBeSeveral, reportName } from './default-names.js';
import { settingFields } from './setting-fields.js';
import { count, latency, recordPlace, requestLimit, required, text } from './setting-values.js';
import { type ParseSettings, settingsParser } from './settings-parser.js';
import type { Shard } from './shard.js';

/**
 * Settings come from people and files and are not trusted: each `parse…` takes anything, and gives the parsed type or one error that
 * lists every problem. Whatever takes a parsed type may rely on it.
 */

const fields = settingFields(process.env);

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

/** What every command needs that speaks to Didit about a checkpoint, once the key is there and its files have names. */
export type ParsedDiditSettings = WithDidit<DiditFields>;

export const parseRunSettings: ParseSettings<ParsedRunSettings> = settingsParser('run', runSchema, withDidit);
export const parseVerifySettings: ParseSettings<ParsedVerifySettings> = settingsParser('verify', verifySchema, withDidit);
export const parseRollbackSettings: ParseSettings<ParsedRollbackSettings> = settingsParser('rollback', rollbackSchema, withDidit);
export const parseValidateSettings: ParseSettings<ParsedValidateSettings> = settingsParser('validate', validateSchema);
export const parseExplainSettings: ParseSettings<ParsedExplainSettings> = settingsParser('validate', explainSchema);
export const parseConvertSettings: ParseSettings<ParsedConvertSettings> = settingsParser('convert', convertSchema);
export const parseMappingsSettings: ParseSettings<ParsedMappingsSettings> = settingsParser('mappings', mappingsSchema);
export const parseInspectSettings: ParseSettings<ParsedInspectSettings> = settingsParser('inspect', inspectSchema);
export const parseInitSettings: ParseSettings<ParsedInitSettings> = settingsParser('init', initSchema);
export const parseSandboxSettings: ParseSettings<ParsedSandboxSettings> = settingsParser('sandbox', sandboxSchema);

export const parsePurgeSettings: ParseSettings<ParsedPurgeSettings> = settingsParser(
  'purge',
  purgeSchema,
  (settings, problems) => {
    const [checkpoint] = checkpointsOf(
      { ...settings, checkpoint: settings.checkpoint === undefined ? undefined : [settings.checkpoint] },
      problems,
    );
    if (checkpoint === undefined) return undefined;
    const { applicationId: _, report = reportName(checkpoint), ...rest } = settings;
    return { ...rest, checkpoint, report };
  },
);

export const parseReportSettings: ParseSettings<ParsedReportSettings> = settingsParser(
  'report',
  reportSchema,
  (settings, problems) => {
    const checkpoints = checkpointsOf(settings, problems);
    const [first] = checkpoints;
    if (first === undefined) return undefined;
    const { report = reportName(mayBeSeveral(checkpoints) ? joinedName(first) : first), redact, json } = settings;
    return { checkpoints, report, redact, json };
  },
);

export const parseDoctorSettings: ParseSettings<ParsedDoctorSettings> = settingsParser(
  'doctor',
  doctorSchema,
  (settings, problems) => {
    const apiKey = apiKeyOf(settings, problems);
    if (apiKey === undefined) return undefined;
    const { apiKeyFile: _, ...rest } = settings;
    return { ...rest, apiKey, checkpoint: resolve(settings.checkpoint ?? checkpointName(settings.applicationId)) };
  },
);

export const parseStatusSettings: ParseSettings<ParsedStatusSettings> = settingsParser(
  'status',
  statusSchema,
  (settings, problems) => {
    const checkpoints = checkpointsOf(settings, problems);
    if (settings.watch && mayBeSeveral(checkpoints))
      problems.push('--watch looks at one run: name one checkpoint, that of a part');
    return { checkpoints, watch: settings.watch, json: settings.json };
  },
);

type DiditFields = z.output<z.ZodObject<typeof diditFields>>;

function withDidit<Checked extends DiditFields & { readonly shard?: Shard | undefined }>(
  settings: Checked,
  problems: string[],
): WithDidit<Checked> | undefined {
  const key = apiKeyOf(settings, problems);
  if (settings.redis !== undefined && settings.writeLimit === 'off' && settings.readLimit === 'off')
    problems.push('--redis shares the limits among processes, and both are off');
  if (key === undefined) return undefined;
  const {
    apiKey: _,
    apiKeyFile: __,
    checkpoint = checkpointName(settings.applicationId, settings.shard),
    report,
    ...rest
  } = settings;
  return { ...rest, apiKey: key, checkpoint, report: report ?? reportName(checkpoint) };
}

/** Files and patterns; none where nothing names one, which is a problem. */
function checkpointsOf(
  { checkpoint, applicationId }: Pick<z.output<typeof statusSchema>, 'checkpoint' | 'applicationId'>,
  problems: string[],
): readonly string[] {
  const named = checkpoint ?? (applicationId === undefined ? [] : [checkpointName(applicationId)]);
  if (named.length === 0) problems.push('--checkpoint is missing: name the file, or give --application-id as in the run');
  return named;
}
