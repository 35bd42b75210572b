import { expect, test } from 'vitest';
import { parseRunSettings, parseSandboxSettings } from '../src/settings.js';

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

test('the sandbox keeps Didit’s documented limits unless told otherwise', () => {
  expect(parseSandboxSettings({})).toMatchObject({
    port: 8787,
    writeLimit: { requests: 300, windowMs: 60_000 },
    readLimit: { requests: 600, windowMs: 60_000 },
  });
});
