import { MigrateError } from '../errors.js';
import type { Mapping, Need } from '../mapping/index.js';
import type { SourceRecord } from '../model.js';

/** Watches over the records that are read whether an export has what its mapping needs. */
export class Needs {
  readonly #mapping: string;
  /** The needs that no record has met, and whether one has asked for them. */
  readonly #open: Map<Need, boolean>;

  constructor(mapping: Mapping) {
    this.#mapping = mapping.name;
    this.#open = new Map(mapping.needs.map((need) => [need, false]));
  }

  /** A record that is not skipped. */
  see(record: SourceRecord): void {
    for (const need of this.#open.keys()) {
      const met = need.isMetBy(record);
      if (met === true) this.#open.delete(need);
      else if (met === false) this.#open.set(need, true);
    }
  }

  /**
   * To be called after the last record.
   * @returns what is to be said although the plan goes on
   * @throws MigrateError `export_lacks`
   */
  settle(): string[] {
    const unmet = [...this.#open].filter(([, asked]) => asked).map(([need]) => need);
    const stopping = unmet.filter(({ stops }) => stops).map(({ advice }) => advice);
    if (stopping.length > 0) throw new MigrateError('export_lacks', { mapping: this.#mapping, advice: stopping.join('\n') });
    return unmet.map(({ advice }) => advice);
  }
}
