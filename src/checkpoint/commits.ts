import type { Database } from '../database.js';

interface Waiting {
  readonly change: () => void;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Commits the changes of all workers that come in the same turn of the event loop in one transaction. A promise resolves after its
 * change is on disk, so "committed, then sent" holds however many share the sync.
 */
export class Commits {
  readonly #database: Database;
  #waiting: Waiting[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws MigrateError `disk_full` or `checkpoint_unusable`; then nothing of the group was written */
  commit(change: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    try {
      this.#database.transaction(() => {
        for (const { change } of group) change();
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    // If the process dies here, everything of the group is on disk and none of its workers has acted on it yet.
    for (const { resolve } of group) resolve();
  }
}
