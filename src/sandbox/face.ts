import { randomUUID } from 'node:crypto';

/** "Upload face": at most this many uploaded faces for one user. */
export const MAX_FACES = 5;

/** A face as the sandbox keeps it. */
export interface Face {
  readonly uuid: string;
  readonly comment: string | null;
  readonly created_at: Date;
  /** The decoded image exactly as it was uploaded. */
  readonly bytes: Buffer;
}

export function newFace(bytes: Buffer, comment: string | null): Face {
  return { uuid: randomUUID(), comment, created_at: new Date(), bytes };
}

/** The record that "Upload face" shows. The signed URL leads nowhere; the bytes are in the sandbox's state. */
export function faceRecord(face: Face) {
  return {
    uuid: face.uuid,
    image_url: `https://media.example.com/faces/${face.uuid}?signature=sandbox`,
    comment: face.comment,
    uploaded_by: 'api',
    created_at: face.created_at.toISOString(),
  };
}
