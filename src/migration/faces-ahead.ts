import type { Face } from '../checkpoint/index.js';
import type { FaceTools, PreparedFile } from './tools.js';

type Prepare = FaceTools['prepare'];

const NOTHING_TAKEN: ReadonlySet<string> = new Set();

/**
 * Prepares the first face of each of the next few people while the requests of those before them wait for their turn, so that no upload
 * waits for its picture. Held in memory are the pictures of whoever is in work or next. Nothing is committed here: if the process dies,
 * they are prepared again.
 */
export class FacesAhead {
  readonly #prepare: Prepare;
  /** By item. */
  readonly #begun = new Map<number, { readonly faceId: number; readonly file: Promise<PreparedFile> }>();

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  /** @param face undefined, or one that may have arrived already: that is looked for first, and mostly found */
  begin(face: Face | undefined): void {
    if (!face || face.marker !== undefined) return;
    const file = this.#prepare(face.references, NOTHING_TAKEN);
    // Whoever takes it meets its failure; a run that stops takes no more.
    file.catch(() => undefined);
    this.#begun.set(face.itemId, { faceId: face.id, file });
  }

  /**
   * What was begun for the face, or a beginning now.
   * @param taken markers of the pictures that the person has already
   */
  async take({ id, itemId, references }: Face, taken: ReadonlySet<string>): Promise<PreparedFile> {
    const begun = this.#begun.get(itemId);
    this.#begun.delete(itemId);
    const file = begun?.faceId === id ? await begun.file : undefined;
    return file && !taken.has(file.marker) ? file : this.#prepare(references, taken);
  }

  /** The item has ended, with or without its face. */
  drop(itemId: number): void {
    this.#begun.delete(itemId);
  }
}
