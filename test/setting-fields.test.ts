import { expect, test } from 'vitest';
import { parseRunSettings, parseValidateSettings } from '../src/settings.js';

const GOOD = { apiKey: 'sk_test_key', organizationId: 'org-1', applicationId: '12345678-abcd' };

test.each([
  ['faceMaxSide', 320, 4096],
  ['faceQuality', 50, 95],
] as const)('%s goes from %i to %i', (name, least, most) => {
  const parse = (value: number) => parseValidateSettings({ exports: ['a.csv'], [name]: value })[name];
  expect([parse(least), parse(most)]).toEqual([least, most]);
  for (const value of [least - 1, most + 1, least + 0.5]) expect(() => parse(value)).toThrow(/--face-/);
});

test('what is given up is taken up by a code that there is, or all of it', () => {
  expect([parseRunSettings({ ...GOOD, retry: '' }).retry, parseRunSettings({ ...GOOD, retry: 'server_error' }).retry]).toEqual([
    '',
    'server_error',
  ]);
  for (const retry of ['customers.csv', 'server_eror', 'disk_full'])
    expect(() => parseRunSettings({ ...GOOD, retry })).toThrow('--retry must be a code that summary.json names');
});
