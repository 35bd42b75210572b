import type { Checkpoint } from '../checkpoint/index.js';
import type { Client, Patience } from '../didit/index.js';
import type { PreparedFace } from '../faces/index.js';
import type { FaceReference } from '../model.js';
import type { FaceList } from './face-list.js';

/** What is done with a user that was in Didit before us. */
export const EXISTING_POLICIES = ['adopt', 'update', 'skip', 'fail'] as const;
export type ExistingPolicy = (typeof EXISTING_POLICIES)[number];

/** What the steps of one item work with; made once for a run. */
export interface Tools {
  readonly client: Client;
  readonly checkpoint: Checkpoint;
  readonly onExisting: ExistingPolicy;
  /** Undefined for a run without faces. */
  readonly faces: FaceTools | undefined;
  readonly signal: AbortSignal;
}

/** A face that is ready for upload, and the file that it was made from. */
export interface PreparedFile extends PreparedFace {
  readonly fileBytes: number;
  readonly fileDigest: string;
}

export interface FaceTools {
  /**
   * The first of the references that will do, ready for upload, but for those whose markers are taken. Throws a face_* code, and what a
   * later try could go better with.
   */
  readonly prepare: (references: readonly FaceReference[], taken: ReadonlySet<string>) => Promise<PreparedFile>;
  /** Tells whether the references lead to the same as before; undefined where they lead nowhere. */
  readonly digest: (references: readonly FaceReference[]) => Promise<string | undefined>;
  readonly list: FaceList;
  /** How long an upload without an answer may still take to arrive, in milliseconds after it was begun. */
  readonly settleMs: number;
}

/** The tools and the patience of one item. */
export type ItemTools = Tools & { readonly patience: Patience };
