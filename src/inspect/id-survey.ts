/** Whether the values of a field tell people apart: each id goes to an index on the disk, however many there are. */
import { type DiskIndex, openDiskIndex } from '../disk-index.js';
import { compilePath, isNothing, textOf } from '../mapping/index.js';
import type { Json, SourceRecord } from '../model.js';

const MOST_EXAMPLES = 3;
/** Where so many records share their ids with others, these are attempts of the same people, and not all are looked through. */
const MOST_LOOKED_THROUGH = 20_000;

/** What the index keeps of a record: its id as it is written, and its number. */
function isMeeting(entry: Json): entry is [id: string, record: number] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number';
}

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
    const twins: { count: number; records: number[] } = { count: 0, records: [] };
    let looked = 0;
    for (const { key, count } of this.#index.keys()) {
      if (count === 1) continue;
      looked += count;
      const met = looked > MOST_LOOKED_THROUGH ? [] : this.#index.find(key).flatMap((entry) => (isMeeting(entry) ? [entry] : []));
      if (new Set(met.map(([id]) => id)).size > 1) {
        twins.count += 1;
        twins.records.push(...met.slice(0, 1).map(([, record]) => record));
      } else {
        doubled.ids += 1;
        doubled.records += count;
      }
    }
    const caseTwins = { count: twins.count, records: twins.records.slice(0, MOST_EXAMPLES) };
    return { path: this.path, missing: { count: this.#missing, records: this.#missingIn }, doubled, caseTwins };
  }

  close(): void {
    this.#index.close();
  }
}
