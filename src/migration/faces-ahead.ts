import type { Face, Item } from '../checkpoint/index.js';
import type { FaceTools, PreparedFile } from './tools.js';

type Prepare = FaceTools['prepare'];

/**
 * Prepares the faces of the next few people while the requests of those before them wait for their turn, so that no upload waits for
 * its picture. Held in memory are the pictures of whoever is in work or next, at most 2 MB each. Nothing is committed here: if the
 * process dies, they are prepared again.
 */
export class FacesAhead {
  readonly #prepare: Prepare;
  readonly #begun = new Map<number, Map<number, Promise<PreparedFile>>>();

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  /** @param pending the faces that are still to be uploaded */
  begin(item: Item, pending: readonly Face[]): void {
    // One that may have arrived already is looked for before anything else, and mostly found; which images are left for a person's
    // further faces shows when those before them are settled.
    const faces = pending.filter(({ marker, position }) => marker === undefined && position === 0);
    const begun = faces.map(({ id, references }) => [id, this.#prepare(references, new Set())] as const);
    // Whoever takes it meets its failure; a run that stops takes no more.
    for (const [, face] of begun) face.catch(() => undefined);
    if (begun.length > 0) this.#begun.set(item.id, new Map(begun));
  }

  /** What was begun for the face, or a beginning now. `taken`: markers of the images that the person's other faces have. */
  take({ id, itemId, references }: Face, taken: ReadonlySet<string>): Promise<PreparedFile> {
    const begun = this.#begun.get(itemId);
    const face = begun?.get(id);
    begun?.delete(id);
    return face ?? this.#prepare(references, taken);
  }

  /** The item has ended, with or without its faces. */
  drop(item: Item): void {
    this.#begun.delete(item.id);
  }
}
