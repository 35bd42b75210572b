import { expect, test } from 'vitest';
import { parseRunSettings } from '../src/settings.js';

const GOOD = { apiKey: 'sk_test_key', organizationId: 'org-1', applicationId: '12345678-abcd' };

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
