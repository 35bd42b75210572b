// Writes mappings/mapping.schema.json from the checker: npm run docs.
import { writeFileSync } from 'node:fs';
import { mappingJsonSchema } from '../../dist/mapping/json-schema.js';

const file = new URL('../../mappings/mapping.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(mappingJsonSchema(), null, 2)}\n`);
