import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseRunSettings } from '../src/settings.js';
import { Workdir } from './helpers/program.js';

const GOOD = { apiKey: 'sk_test_key', organizationId: 'org-1', applicationId: '12345678-abcd' };

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
