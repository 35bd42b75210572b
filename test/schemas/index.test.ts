import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publishedSchema, SCHEMA_NAMES } from '../../src/schemas/index.js';

test.each(SCHEMA_NAMES)('the published schema of %s is what is printed (npm run docs writes it)', (name) => {
  const published = readFileSync(new URL(`../../src/schemas/${name}.schema.json`, import.meta.url), 'utf8');
  expect(published).toBe(`${JSON.stringify(publishedSchema(name), null, 2)}\n`);
});
