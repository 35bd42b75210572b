import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseRunSettings, parseSandboxSettings, parseValidateSettings } from '../src/settings.js';
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

test('the sandbox keeps Didit’s documented limits unless told otherwise', () => {
  expect(parseSandboxSettings({})).toMatchObject({
    port: 8787,
    writeLimit: { requests: 300, windowMs: 60_000 },
    readLimit: { requests: 600, windowMs: 60_000 },
  });
});

test('what is given up is taken up by a code that there is, or all of it', () => {
  expect([parseRunSettings({ ...GOOD, retry: '' }).retry, parseRunSettings({ ...GOOD, retry: 'server_error' }).retry]).toEqual([
    '',
    'server_error',
  ]);
  for (const retry of ['customers.csv', 'server_eror', 'disk_full'])
    expect(() => parseRunSettings({ ...GOOD, retry })).toThrow('--retry must be a code that summary.json names');
});
