import { z } from 'zod';
import type { Json } from '../model.js';

/** A face as Didit lists it. The signed `image_url` is a secret and is not kept. */
export interface ProfileFace {
  readonly uuid: string;
  readonly comment: string;
}

const face = z.looseObject({ uuid: z.string().min(1), comment: z.string().nullish() });
const page = z.union([
  z.array(face).transform((results) => ({ results, next: null })),
  z.looseObject({ results: z.array(face), next: z.string().nullish() }),
]);

/** The uuid of an uploaded face; undefined when the body does not hold one. */
export function readFaceUuid(body: Json): string | undefined {
  const parsed = face.safeParse(body);
  return parsed.success ? parsed.data.uuid : undefined;
}

/**
 * One page of a user's faces. The public page kept no example of it, so both a bare list and the envelope of the users' list are
 * understood; undefined for anything else.
 */
export function readFacePage(body: Json): { faces: ProfileFace[]; next: string | undefined } | undefined {
  const parsed = page.safeParse(body);
  if (!parsed.success) return undefined;
  return {
    faces: parsed.data.results.map(({ uuid, comment }) => ({ uuid, comment: comment ?? '' })),
    next: parsed.data.next ?? undefined,
  };
}
