import type { Meta } from '../checkpoint/index.js';
import { type Client, type Patience, type ProfileFace, sleep } from '../didit/index.js';

/** What a list says about one of our faces. */
export type Look =
  | { readonly kind: 'there'; readonly uuid: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'cannot tell' };

/** The comment of an uploaded face. An operator sees it in the console, so it says where the face is from. */
export function comment(marker: string): string {
  return `Imported by didit-migrate ${marker}`;
}

/** How often it is asked: once would do, were it not for the odd answer that goes astray. */
const MOST_PROOFS = 3;

/**
 * Didit's list of a user's faces, as far as it can be trusted. The list's address is a convention and not documented: that a face is
 * absent counts only once the list has shown some face of ours, which the first upload of a migration is used to find out.
 */
export class FaceList {
  readonly #client: Client;
  readonly #meta: Meta;
  #proven: boolean;
  #asked = 0;
  #hopes = true;
  #settling = 0;

  constructor(client: Client, meta: Meta) {
    this.#client = client;
    this.#meta = meta;
    this.#proven = meta.get('face_list') === 'proven';
  }

  /** While a run goes on, a list that cannot tell may still prove itself: whoever asked comes back later. */
  get hopes(): boolean {
    return this.#hopes;
  }

  /** Uploads without an answer that are given their time to arrive before they are looked for. */
  get settling(): number {
    return this.#settling;
  }

  /** Waits until an upload that was begun at `begunAt` has arrived or will not. */
  async settle(begunAt: number, settleMs: number, signal: AbortSignal): Promise<void> {
    this.#settling += 1;
    try {
      await sleep(Math.max(0, begunAt + settleMs - Date.now()), signal);
    } finally {
      this.#settling -= 1;
    }
  }

  /** What cannot be told from now on stays unknown. */
  giveUpHope(): void {
    this.#hopes = false;
  }

  async all(diditId: string, patience: Patience): Promise<ProfileFace[] | 'unavailable'> {
    return this.#client.listFaces(diditId, patience);
  }

  /** Is the face there whose upload was not answered? */
  async look(diditId: string, marker: string, patience: Patience): Promise<Look> {
    const faces = await this.all(diditId, patience);
    if (faces === 'unavailable') return { kind: 'cannot tell' };
    const uuid = find(faces, marker);
    if (uuid === undefined) return this.#proven ? { kind: 'absent' } : { kind: 'cannot tell' };
    this.#prove();
    return { kind: 'there', uuid };
  }

  /** Asks after the first uploads that were answered whether the list shows them. */
  async prove(diditId: string, marker: string, patience: Patience): Promise<void> {
    if (this.#proven || this.#asked >= MOST_PROOFS) return;
    this.#asked += 1;
    await this.look(diditId, marker, patience);
  }

  #prove(): void {
    if (this.#proven) return;
    this.#proven = true;
    this.#meta.set('face_list', 'proven');
  }
}

/** The uuid of the face with this marker. */
export function find(faces: readonly ProfileFace[], marker: string): string | undefined {
  return faces.find((face) => face.comment.includes(marker))?.uuid;
}
