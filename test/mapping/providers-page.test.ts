import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { providersPage } from '../helpers/providers-page.mjs';

test('the page of providers says what the mappings say (npm run docs writes it)', async () => {
  expect(readFileSync(new URL('../../mappings/PROVIDERS.md', import.meta.url), 'utf8')).toBe(await providersPage());
});
