import type { LookupUse } from '../checkpoint/index.js';
import { type DiskIndex, openDiskIndex } from '../disk-index.js';
import { MigrateError, sentence } from '../errors.js';
import type { FindRows, Lookup, Mapping } from '../mapping/index.js';
import { isJsonObject, type ReadRecord } from '../model.js';
import { openExport } from '../read/index.js';

/** A second file as the user names it: `--lookup NAME=FILE`. */
export interface LookupFile {
  readonly name: string;
  readonly file: string;
}

export interface OpenLookups {
  /** The mapping, reading these files. */
  readonly mapping: Mapping;
  /** To be asked when all records have been mapped. */
  uses(): LookupUse[];
  close(): void;
}

/**
 * Reads the second files of a mapping into indexes on the disk. Several files may be given for one lookup; a lookup that is
 * optional may be left out.
 * @throws MigrateError `lookups_unfit` for files that the mapping does not declare or that it lacks; `lookup_unreadable`, or why a
 * file cannot be opened
 */
export async function openLookups(mapping: Mapping, files: readonly LookupFile[], maxRecordBytes: number): Promise<OpenLookups> {
  refuseUnfit(mapping, files);
  const tables: Table[] = [];
  const close = () => {
    for (const table of tables) table.close();
  };
  try {
    for (const lookup of mapping.lookups) {
      const own = files.filter(({ name }) => name === lookup.name);
      if (own.length === 0) continue;
      const table = new Table(lookup);
      tables.push(table);
      for (const { file } of own) await table.read(file, maxRecordBytes);
    }
  } catch (error) {
    close();
    throw error;
  }
  const finders = new Map(tables.map((table) => [table.name, table.find]));
  const fingerprint = JSON.stringify(tables.map(({ name, fingerprints }) => [name, fingerprints]));
  return {
    mapping: tables.length === 0 ? mapping : mapping.withLookups(finders, fingerprint),
    uses: () => tables.map((table) => table.use()),
    close,
  };
}

function refuseUnfit(mapping: Mapping, files: readonly LookupFile[]): void {
  const declared = mapping.lookups.map(({ name }) => name);
  const strange = new Set(files.map(({ name }) => name).filter((name) => !declared.includes(name)));
  const known = declared.length === 0 ? 'it declares none' : `it declares ${declared.join(', ')}`;
  const lacking = mapping.lookups.filter(({ name, optional }) => !optional && !files.some((file) => file.name === name));
  const problems = [
    ...[...strange].map((name) => `  - --lookup ${name}: the mapping declares no lookup of that name; ${known}`),
    ...lacking.map(({ name }) => `  - --lookup ${name}=FILE is missing`),
  ];
  if (problems.length > 0) throw new MigrateError('lookups_unfit', { mapping: mapping.name, problems: problems.join('\n') });
}

/** The rows of one lookup by their key, and the keys that were asked for. */
class Table {
  readonly name: string;
  readonly fingerprints: string[] = [];
  readonly #lookup: Lookup;
  readonly #rows: DiskIndex = openDiskIndex();
  readonly #asked: DiskIndex = openDiskIndex();
  #count = 0;
  #withoutKey = 0;

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
    this.name = lookup.name;
  }

  async read(file: string, maxRecordBytes: number): Promise<void> {
    const source = await openExport(file, { recordPaths: this.#lookup.recordPaths, maxRecordBytes });
    for await (const batch of source.batches()) for (const row of batch) this.#add(row, file);
    this.fingerprints.push(source.fingerprint().sha256);
  }

  readonly find: FindRows = (key) => {
    const rows = this.#rows.find(key);
    if (rows.length > 0) this.#asked.add(key, null);
    return rows.filter(isJsonObject);
  };

  use(): LookupUse {
    const keys = countKeys(this.#rows);
    return {
      name: this.name,
      rows: this.#count,
      rowsWithoutKey: this.#withoutKey,
      keys,
      unusedKeys: keys - countKeys(this.#asked),
    };
  }

  close(): void {
    this.#rows.close();
    this.#asked.close();
  }

  #add(row: ReadRecord, file: string): void {
    if ('problems' in row) {
      const what = row.problems.map(({ code, detail }) => sentence(code, detail)).join(' ');
      throw new MigrateError('lookup_unreadable', { file, record: row.number, what });
    }
    this.#count += 1;
    const key = this.#lookup.keyOf(row);
    if (key === undefined) this.#withoutKey += 1;
    else this.#rows.add(key, row.fields);
  }
}

function countKeys(index: DiskIndex): number {
  let count = 0;
  for (const _ of index.keys()) count += 1;
  return count;
}
