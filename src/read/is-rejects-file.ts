import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { MigrateError } from '../errors.js';
import { isJsonObject, type Json } from '../model.js';
import { readHeader } from './csv-header.js';
import { decoded } from './decode.js';
import { isFedBack } from './fed-back.js';
import { parseExact } from './json-exact.js';
import type { Sample } from './peek.js';

/**
 * Does a file begin like one of rejects? It comes from this program, perhaps by way of a spreadsheet: what the user says of the former
 * provider's encoding and delimiter is not meant for it.
 */
export async function isRejectsFile({ bytes, whole }: Sample): Promise<boolean> {
  const text = await buffer(decoded(Readable.from([bytes]), undefined, () => undefined));
  return hasOwnKeys(text.toString()) || hasOwnColumns({ bytes: text, whole });
}

function hasOwnKeys(text: string): boolean {
  const [line = ''] = text.split('\n', 1);
  try {
    const value: Json = parseExact(line);
    return isJsonObject(value) && isFedBack(Object.keys(value));
  } catch {
    return false;
  }
}

function hasOwnColumns(sample: Sample): boolean {
  try {
    return readHeader('', sample).fedBack;
  } catch (error) {
    if (error instanceof MigrateError) return false;
    throw error;
  }
}
