import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  environmentName,
  fromEnvironment,
  parsePurgeSettings,
  parseReportSettings,
  parseRunSettings,
  parseSandboxSettings,
  parseStatusSettings,
  parseValidateSettings,
} from '../src/settings.js';
import { Workdir } from './helpers/program.js';

const GOOD = { apiKey: 'sk_test_key', organizationId: 'org-1', applicationId: '12345678-abcd' };

test('defaults are on the careful side', () => {
  expect(parseRunSettings(GOOD)).toMatchObject({
    baseUrl: 'https://verification.didit.me',
    writeLimit: { requests: 240, windowMs: 60_000 },
    readLimit: { requests: 480, windowMs: 60_000 },
    onExisting: 'adopt',
    maxOutage: 3_600_000,
    yes: false,
  });
});

test.each([
  ['UTF8', 'utf-8'],
  ['utf-16', 'utf-16le'],
  ['latin1', 'windows-1252'],
  ['cp1252', 'windows-1252'],
  ['ISO-8859-15', 'iso-8859-15'],
])('the encoding %s is %s', (asked, encoding) => {
  expect(parseRunSettings({ ...GOOD, encoding: asked }).encoding).toBe(encoding);
});

test('the checkpoint is named for the application, the report for the checkpoint', () => {
  const { checkpoint, report } = parseRunSettings(GOOD);
  expect([checkpoint, report]).toEqual([
    join(process.cwd(), 'didit-migrate-12345678.db'),
    join(process.cwd(), 'didit-migrate-12345678-report'),
  ]);
  expect(parsePurgeSettings({ checkpoint: 'mine.db' })).toMatchObject({ checkpoint: 'mine.db', report: 'mine-report' });
});

test('the report of several parts is named for all of them, and a watch looks at one run', () => {
  const parts = ['didit-migrate-12345678-1-of-2.db', 'didit-migrate-12345678-2-of-2.db'];
  expect(parseRunSettings({ ...GOOD, shard: '2/2' }).checkpoint).toBe(join(process.cwd(), parts[1] ?? ''));
  for (const checkpoint of [parts, 'didit-migrate-12345678-*-of-2.db'])
    expect(parseReportSettings({ checkpoint })).toMatchObject({ report: 'didit-migrate-12345678-report', redact: false });
  expect(parseStatusSettings({ checkpoint: parts[0], watch: true }).checkpoints).toEqual([parts[0]]);
  expect(() => parseStatusSettings({ checkpoint: parts, watch: true })).toThrow('--watch looks at one run: name one checkpoint');
});

test('every problem is told, unknown settings among them', () => {
  const wrong = {
    ...GOOD,
    applicationId: undefined,
    writeLimit: '5 a minute',
    maxOutage: 'long',
    onExisting: 'replace',
    sendVerificationLink: true,
  };
  expect(() => parseRunSettings(wrong)).toThrowErrorMatchingInlineSnapshot(`
    [MigrateError: These settings cannot be used:
      - --application-id is missing: --application-id or DIDIT_APPLICATION_ID (console: application settings)
      - --write-limit must be requests per window such as 240/60s, or off
      - --on-existing must be adopt, update, skip or fail
      - --max-outage must be a time such as 500ms, 30s, 15m or 1h
      - --send-verification-link is not an option here]
  `);
});

test.each([
  ['240/60s', { requests: 240, windowMs: 60_000 }],
  ['50/500ms', { requests: 50, windowMs: 500 }],
  ['3000/1m', { requests: 3000, windowMs: 60_000 }],
  ['off', 'off'],
])('a limit of %s', (text, limit) => {
  expect(parseRunSettings({ ...GOOD, writeLimit: text }).writeLimit).toEqual(limit);
});

test.each([
  ['tab', '\t'],
  ['\\t', '\t'],
  ['\t', '\t'],
  ['Semicolon', ';'],
  ['bar', '|'],
  ['^', '^'],
])('a delimiter of %j', (text, delimiter) => {
  expect(parseRunSettings({ ...GOOD, delimiter: text }).delimiter).toBe(delimiter);
});

test.each(['', '"', '\n', 'a', '7', '||', 'é', 'toString'])('no delimiter of %j', (text) => {
  expect(() => parseRunSettings({ ...GOOD, delimiter: text })).toThrow('--delimiter must be a character such as ;');
});

test.each(['0/60s', '240', '240/0s', '-1/60s', '240/60', 'OFF', '1e3/60s'])('no limit of %s', (text) => {
  expect(() => parseRunSettings({ ...GOOD, writeLimit: text })).toThrow('--write-limit');
});

test.each(['http://127.0.0.1:8787', 'http://localhost:1', 'http://[::1]:1', 'https://verification.didit.me/'])(
  'the key may go to %s',
  (baseUrl) => {
    expect(parseRunSettings({ ...GOOD, baseUrl }).baseUrl).toBe(new URL(baseUrl).origin);
  },
);

test.each([
  'http://verification.didit.me',
  'http://127.0.0.1.example.com',
  'http://10.0.0.1',
  'https://user:word@verification.didit.me',
  'https://verification.didit.me/v3',
  'ftp://127.0.0.1',
  'verification.didit.me',
])('the key may not go to %s', (baseUrl) => {
  expect(() => parseRunSettings({ ...GOOD, baseUrl })).toThrow('--base-url');
});

test.each([
  ['faceMaxSide', 320, 4096],
  ['faceQuality', 50, 95],
] as const)('%s goes from %i to %i', (name, least, most) => {
  const parse = (value: number) => parseValidateSettings({ exports: ['a.csv'], [name]: value })[name];
  expect([parse(least), parse(most)]).toEqual([least, most]);
  for (const value of [least - 1, most + 1, least + 0.5]) expect(() => parse(value)).toThrow(/--face-/);
});

test('the key comes from a file without its line end; what no key holds is refused without repeating it', () => {
  const dir = new Workdir();
  writeFileSync(dir.path('key'), 'sk_test_fromfile\n');
  expect(parseRunSettings({ ...GOOD, apiKey: undefined, apiKeyFile: dir.path('key') }).apiKey).toBe('sk_test_fromfile');
  expect(() => parseRunSettings({ ...GOOD, apiKey: undefined })).toThrow('The API key is missing');
  expect(() => parseRunSettings({ ...GOOD, apiKey: undefined, apiKeyFile: dir.path('nokey') })).toThrow('cannot be read');
  expect(() => parseRunSettings({ ...GOOD, apiKey: 'secret key\u0000' })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('secret') }),
  );
});

test('each option has an environment variable; those of the target are named as in Didit’s documentation', () => {
  expect(['write-limit', 'base-url', 'application-id'].map(environmentName)).toEqual([
    'DIDIT_MIGRATE_WRITE_LIMIT',
    'DIDIT_BASE_URL',
    'DIDIT_APPLICATION_ID',
  ]);
  expect(fromEnvironment(['faces', 'limit'], { DIDIT_MIGRATE_FACES: 'f', DIDIT_MIGRATE_LIMIT: '' })).toEqual({ faces: 'f' });
});

test('the sandbox keeps Didit’s documented limits unless told otherwise', () => {
  expect(parseSandboxSettings({})).toMatchObject({
    port: 8787,
    writeLimit: { requests: 300, windowMs: 60_000 },
    readLimit: { requests: 600, windowMs: 60_000 },
  });
});
