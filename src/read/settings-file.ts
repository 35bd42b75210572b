import { isJsonObject, type Json, type JsonObject } from '../model.js';
import { peek } from './peek.js';
import { holdsList, placesInside } from './record-places.js';
import type { SourceFile } from './source.js';
import { unpacked } from './unpack.js';

/** Settings are small. */
const MOST_BYTES = 64 * 1024;

/** The one object that a small JSON file holds; undefined for any other file, also for one that cannot be read. */
export async function settingsIn(file: SourceFile): Promise<JsonObject | undefined> {
  try {
    const { sample, close } = await peek(unpacked(file.chunks()), MOST_BYTES);
    await close();
    const value: Json = sample.whole ? JSON.parse(sample.bytes.toString().replace(/^\uFEFF/, '')) : null;
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Whoever reads the file as an export meets the failure.
    return undefined;
  }
}

/**
 * Is what lies beside tables the provider's note about its export, rather than another person? It holds no list of records and has none
 * of the tables' columns.
 * @param value what `settingsIn` gave
 * @param recordPaths see ReadOptions
 */
export function isAboutExport(
  value: JsonObject | undefined,
  columns: readonly string[],
  recordPaths: readonly string[],
): value is JsonObject {
  if (value === undefined) return false;
  const lists = recordPaths.length > 0 ? holdsList(value, placesInside(recordPaths)) : Object.values(value).some(isListOfObjects);
  return !lists && !columns.some((column) => Object.hasOwn(value, column));
}

function isListOfObjects(value: Json): boolean {
  return Array.isArray(value) && value.some(isJsonObject);
}
