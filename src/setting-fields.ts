import { z } from 'zod';
import { ENDING_CODES } from './errors.js';
import {
  baseUrl,
  count,
  delimiter,
  duration,
  encoding,
  identifier,
  lookup,
  redisUrl,
  requestLimit,
  shardIn,
  text,
} from './setting-values.js';

/**
 * What a run may be told; the other commands take the fields that concern them.
 * @param environment where an array job tells each process which part is its own
 */
export function settingFields(environment: NodeJS.ProcessEnv) {
  return {
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
    shard: shardIn(environment).optional(),
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
}
