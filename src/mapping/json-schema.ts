/** The language as a JSON Schema, by which editors complete and check mapping files; mappings/mapping.schema.json is its text. */
import { z } from 'zod';
import { extensionSchema } from './extend.js';
import { mappingSchema } from './schema.js';

export function mappingJsonSchema(): z.core.JSONSchema.BaseSchema {
  const either = z.union([mappingSchema, extensionSchema]).meta({
    title: 'Mapping of didit-migrate',
    description: 'How a record of a former provider’s export becomes a user in Didit',
  });
  return z.toJSONSchema(either, { io: 'input', reused: 'ref' });
}

/** Every key that the language has, wherever it belongs. */
export function languageKeys(): string[] {
  const keys = new Set<string>();
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('properties' in node && typeof node.properties === 'object' && node.properties !== null) {
      for (const key of Object.keys(node.properties)) keys.add(key);
    }
    for (const inner of Object.values(node)) collect(inner);
  };
  collect(mappingJsonSchema());
  return [...keys];
}
