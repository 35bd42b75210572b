/** The kinds of values that settings have: each takes what a person wrote, and gives what it means or says what it must be. */
import { isIP } from 'node:net';
import { z } from 'zod';
import type { RequestLimit } from './model.js';
import { readShard, type Shard } from './shard.js';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export const text = z.string().trim().min(1, 'must not be empty');
export const required = (hint: string) =>
  z
    .string({ error: (issue) => (issue.input === undefined ? `is missing: ${hint}` : 'must be text') })
    .trim()
    .min(1, `is missing: ${hint}`);
export const count = z.coerce.number({ error: 'must be a number' }).int('must be a whole number');

export const duration = z.union([text, z.number()]).transform((value, context): number => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(String(value));
  const ms = match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN) : Number.NaN;
  if (ms > 0) return ms;
  context.addIssue({ code: 'custom', message: 'must be a time such as 500ms, 30s, 15m or 1h' });
  return z.NEVER;
});

export const requestLimit = text.transform((value, context): RequestLimit => {
  if (value === 'off') return 'off';
  const match = /^(\d+)\/(\d+(?:\.\d+)?)(ms|s|m)$/.exec(value);
  const requests = Number(match?.[1]);
  const windowMs = Number(match?.[2]) * (UNITS[match?.[3] ?? ''] ?? Number.NaN);
  if (requests >= 1 && windowMs > 0) return { requests, windowMs };
  context.addIssue({ code: 'custom', message: 'must be requests per window such as 240/60s, or off' });
  return z.NEVER;
});

/** Scheme and host alone; the key travels in the clear over http, so that goes to this machine only. */
export const baseUrl = text.transform((value, context) => {
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

export const recordPlace = z.union([text, z.number()]).transform((value, context) => {
  const match = /^(?:(?!line:)(.+?):)?(line:)?([1-9]\d*)$/.exec(String(value));
  if (match) return { file: match[1], by: match[2] ? ('line' as const) : ('number' as const), at: Number(match[3]) };
  context.addIssue({ code: 'custom', message: 'must be a number from 1, line:N, FILE:N or FILE:line:N' });
  return z.NEVER;
});

/** Whatever this Node can decode, under any of its usual names; the Encoding Standard's own name comes out. */
export const encoding = text.transform((value, context): string => {
  try {
    return new TextDecoder(value).encoding;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be an encoding such as utf-8, utf-16le, windows-1252 or iso-8859-15' });
    return z.NEVER;
  }
});

/** By its name or as it is: one byte that neither cells nor line ends need. */
export const delimiter = z.string().transform((value, context): string => {
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

export const identifier = (hint: string) => required(hint).regex(/^[\w-]+$/, 'must be the id alone: letters, digits and dashes');

export const lookup = text.transform((value, context) => {
  const [, name, file] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (name !== undefined && file !== undefined) return { name, file };
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** A part of the people; an array job tells each process which through its environment. */
export const shardIn = (environment: NodeJS.ProcessEnv) =>
  text.transform((value, context): Shard => {
    const read = readShard(value, environment);
    if ('index' in read) return read;
    context.addIssue({ code: 'custom', message: read.problem });
    return z.NEVER;
  });

/** What is wrong with it is said without it: it may hold a password. */
export const redisUrl = text.refine((value) => {
  const url = URL.parse(value);
  return url !== null && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '';
}, 'must be an address such as redis://host:6379 or rediss://user:password@host:6380');

/** A time, or two with a dash between: each answer takes some time from the first to the second. */
export const latency = z.union([text, z.number()]).transform((value, context): number | readonly [min: number, max: number] => {
  const [min, max, ...more] = String(value)
    .split('-')
    .map((part) => duration.safeParse(part.trim()).data);
  if (min !== undefined && max === undefined && !String(value).includes('-')) return min;
  if (min !== undefined && max !== undefined && min <= max && more.length === 0) return [min, max];
  context.addIssue({ code: 'custom', message: 'must be a time such as 50ms, or a range of times such as 50ms-200ms' });
  return z.NEVER;
});
