// Writes the schemas of what --json prints beside their source: npm run docs.
import { writeFileSync } from 'node:fs';
import { publishedSchema, SCHEMA_NAMES } from '../../dist/schemas/index.js';

for (const name of SCHEMA_NAMES) {
  const file = new URL(`../../src/schemas/${name}.schema.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(publishedSchema(name), null, 2)}\n`);
}
