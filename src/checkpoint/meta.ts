import type { Database } from '../database.js';
import { MigrateError } from '../errors.js';

/** Single values of a checkpoint. */
export type MetaKey =
  | 'format'
  | 'secret'
  | 'run'
  | 'created_at'
  | 'target'
  /** Which part of the people, as `2/4`; absent for all of them. */
  | 'shard'
  /** `proven` once a list has shown a marker of ours. */
  | 'face_list'
  /** JSON: when the tokens of both lanes come back; written at a clean stop. */
  | 'spent'
  /** The shared lanes in which the last run's requests were counted; absent where it counted them itself. */
  | 'lanes'
  /** Last time that requests went out, in milliseconds; there only while a run goes on or after it died. */
  | 'active_at'
  /** JSON: how far a run is, and when it said so; there only while a run goes on or after it died. */
  | 'progress'
  /** The last run as it was typed; the key never stands in it. */
  | 'command'
  /** `true` where the last run was to show no vendor_data on its page. */
  | 'redact'
  /** JSON list: the folders into which runs have written their reports. */
  | 'reports'
  /** JSON: requests sent over all runs. */
  | 'requests'
  /** JSON: the last verification. */
  | 'verification'
  /** JSON: what came of the second files when exports were read last. */
  | 'lookups'
  /** JSON: see plan-facts.ts. */
  | 'plan_facts'
  /** JSON: what the test user of `doctor` has shown. */
  | 'doctor'
  /** Its id, from before it is created until it is known to be deleted. */
  | 'doctor_user';

export class Meta {
  readonly #database: Database;
  /** Read once: what is made with the file never changes. */
  readonly #made = new Map<'secret' | 'run', string>();

  constructor(database: Database) {
    this.#database = database;
  }

  get(key: MetaKey): string | undefined {
    return this.#database.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', [key])?.value;
  }

  /** Keys every digest and every mark, so that nobody can guess a person's data from one. */
  get secret(): string {
    return this.#madeWithFile('secret');
  }

  /** Stands in the metadata of every user that this checkpoint creates. */
  get run(): string {
    return this.#madeWithFile('run');
  }

  /** Like `get`, on a file that may not be a checkpoint at all. */
  find(key: MetaKey): string | undefined {
    return this.#database.get("SELECT 1 FROM sqlite_master WHERE name = 'meta'") ? this.get(key) : undefined;
  }

  set(key: MetaKey, value: string): void {
    this.#database.run('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [key, value]);
  }

  delete(key: MetaKey): void {
    this.#database.run('DELETE FROM meta WHERE key = ?', [key]);
  }

  /** @throws MigrateError `checkpoint_unusable` where it was taken out from outside */
  #madeWithFile(key: 'secret' | 'run'): string {
    const value = this.#made.get(key) ?? this.get(key);
    if (value === undefined)
      throw new MigrateError('checkpoint_unusable', { file: this.#database.file, reason: `its ${key} is missing` });
    this.#made.set(key, value);
    return value;
  }
}
