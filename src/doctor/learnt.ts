import { z } from 'zod';
import type { Meta } from '../checkpoint/index.js';

/** What a test user has shown of what Didit's pages leave open. Null where it could not be told. */
export const learntSchema = z.strictObject({
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
  /** How the test ended: as `exitCodeOf`. */
  outcome: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  /** Are ids that differ in case one user? */
  ids: z.enum(['same in any case', 'different in other case']).nullable(),
  /** The answer to a second create of the same user. */
  duplicate: z
    .strictObject({
      status: z.int(),
      body: z.enum(['fields', 'list', 'detail', 'unreadable']),
      says: z.enum(['yes', 'maybe', 'no']),
    })
    .nullable(),
  /** The answer to the upload of a face. */
  face_upload: z.int().nullable(),
  face_list: z.enum(['shows faces', 'unavailable']).nullable(),
  /** What a read answers after a user was deleted. */
  deleted: z.enum(['gone', 'still shown']).nullable(),
});
export type Learnt = z.output<typeof learntSchema>;

export function storeLearnt(meta: Meta, learnt: Learnt): void {
  meta.set('doctor', JSON.stringify(learnt));
  // That a face is absent counts once the list has shown one of ours: see FaceList.
  if (learnt.face_list === 'shows faces') meta.set('face_list', 'proven');
}

/** Undefined where no test user was ever made for this checkpoint. */
export function learntBefore(meta: Meta): Learnt | undefined {
  const stored = meta.get('doctor');
  return stored === undefined ? undefined : learntSchema.parse(JSON.parse(stored));
}
