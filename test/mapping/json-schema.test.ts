import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { languageKeys, mappingJsonSchema } from '../../src/mapping/json-schema.js';

test('the published schema is what the checker says (npm run docs writes it)', () => {
  const published = readFileSync(new URL('../../mappings/mapping.schema.json', import.meta.url), 'utf8');
  expect(published).toBe(`${JSON.stringify(mappingJsonSchema(), null, 2)}\n`);
});

test('the keys of all parts are known', () => {
  expect(languageKeys()).toEqual(
    expect.arrayContaining(['extends', 'shapes', 'vendor_data', 'verified_when', 'matches', 'many']),
  );
});
