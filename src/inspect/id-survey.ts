/** Whether the values of a field tell people apart: each id goes to an index on the disk, however many there are. */
import { type DiskIndex, openDiskIndex } from '../disk-index.js';
import { compilePath, isNothing, textOf } from '../mapping/index.js';
import type { SourceRecord } from '../model.js';

const MOST_EXAMPLES = 3;
/** Beyond so many, ids that come again are attempts of the same people, and all of them are not looked through. */
const MOST_LOOKED_THROUGH = 10_000;

interface Met {
  readonly count: number;
  /** The first records. */
  readonly records: readonly number[];
}

export interface IdFacts {
  readonly path: string;
  /** Records without an id. */
  readonly missing: Met;
  /** Ids that several records have, and those records. */
  readonly doubled: { readonly ids: number; readonly records: number };
  /** Ids that are one to Didit, which compares them in lower case, and several to the export. */
  readonly caseTwins: Met;
}

export class IdSurvey {
  readonly path: string;
  readonly #find: (record: SourceRecord) => string | undefined;
  readonly #index: DiskIndex;
  #missing = 0;
  readonly #missingIn: number[] = [];

  /** @throws MigrateError `disk_full`, here and from every method */
  constructor(path: string) {
    const compiled = compilePath(path);
    this.path = path;
    this.#index = openDiskIndex();
    this.#find = ({ fields }) => {
      const [value = null] = compiled.find(fields);
      return isNothing(value) ? undefined : textOf(value);
    };
  }

  add(record: SourceRecord): void {
    const id = this.#find(record);
    if (id !== undefined) {
      this.#index.add(id.toLowerCase(), [id, record.number]);
      return;
    }
    this.#missing += 1;
    if (this.#missingIn.length < MOST_EXAMPLES) this.#missingIn.push(record.number);
  }

  /** Whether any record has this id, in whatever case. All adding comes before. */
  has(id: string): boolean {
    return this.#index.find(id.toLowerCase()).length > 0;
  }

  facts(): IdFacts {
    const doubled = { ids: 0, records: 0 };
    const twins = { count: 0, records: [] as number[] };
    for (const { key, count } of this.#index.keys()) {
      if (count === 1) continue;
      doubled.ids += 1;
      doubled.records += count;
      if (doubled.ids > MOST_LOOKED_THROUGH) continue;
      const met = this.#index.find(key).flatMap((entry) => (Array.isArray(entry) ? [entry] : []));
      if (new Set(met.map(([id]) => id)).size === 1) continue;
      twins.count += 1;
      const [record] = met.map(([, number]) => Number(number));
      if (record !== undefined && twins.records.length < MOST_EXAMPLES) twins.records.push(record);
    }
    return { path: this.path, missing: { count: this.#missing, records: this.#missingIn }, doubled, caseTwins: twins };
  }

  close(): void {
    this.#index.close();
  }
}
