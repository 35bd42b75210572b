import type { Meta } from '../checkpoint/index.js';
import type { Client, Patience, ProfileFace } from '../didit/index.js';

/** What a list says about one of our faces. */
export type Look =
  | { readonly kind: 'there'; readonly uuid: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'cannot tell' };

/** The comment of an uploaded face. An operator sees it in the console, so it says where the face is from. */
export function comment(marker: string): string {
  return `Imported by didit-migrate ${marker}`;
}

/**
 * Didit's list of a user's faces, as far as it can be trusted. The list's address is a convention and not documented: that a face is
 * absent counts only once the list has shown some face of ours, which the first upload of a migration is used to find out.
 */
export class FaceList {
  readonly #client: Client;
  readonly #meta: Meta;
  #proof: 'none' | 'asked' | 'proven';

  constructor(client: Client, meta: Meta) {
    this.#client = client;
    this.#meta = meta;
    this.#proof = meta.get('face_list') === 'proven' ? 'proven' : 'none';
  }

  async all(diditId: string, patience: Patience): Promise<ProfileFace[] | 'unavailable'> {
    return this.#client.listFaces(diditId, patience);
  }

  /** Is the face there whose upload was not answered? */
  async look(diditId: string, marker: string, patience: Patience): Promise<Look> {
    const faces = await this.all(diditId, patience);
    if (faces === 'unavailable') return { kind: 'cannot tell' };
    const uuid = find(faces, marker);
    if (uuid !== undefined) return { kind: 'there', uuid };
    return this.#proof === 'proven' ? { kind: 'absent' } : { kind: 'cannot tell' };
  }

  /** Asks once, after the first upload that was answered, whether the list shows it. */
  async prove(diditId: string, marker: string, patience: Patience): Promise<void> {
    if (this.#proof !== 'none') return;
    this.#proof = 'asked';
    const faces = await this.all(diditId, patience);
    if (faces === 'unavailable' || find(faces, marker) === undefined) return;
    this.#proof = 'proven';
    this.#meta.set('face_list', 'proven');
  }
}

/** The uuid of the face with this marker. */
export function find(faces: readonly ProfileFace[], marker: string): string | undefined {
  return faces.find((face) => face.comment.includes(marker))?.uuid;
}
