import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parsePurgeSettings, parseReportSettings, parseRunSettings, parseStatusSettings } from '../src/settings.js';

const GOOD = { apiKey: 'sk_test_key', organizationId: 'org-1', applicationId: '12345678-abcd' };

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
