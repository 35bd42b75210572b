/** The samples of the built-in mappings: samples/NAME, or one folder for each kind of export below it. */
import { readdirSync } from 'node:fs';
import { dirname, sep } from 'node:path';

export const at = (path: string) => new URL(`../../${path}`, import.meta.url).pathname;

export const SAMPLES = readdirSync(at('samples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith(`${sep}expected.json`))
  .map((file) => ({ mapping: file.split(sep)[0] ?? '', folder: `samples/${dirname(file)}` }))
  .sort((a, b) => (a.folder < b.folder ? -1 : 1));
