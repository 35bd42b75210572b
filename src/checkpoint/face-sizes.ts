import type { Database } from '../database.js';

/** Of so many images, in bytes. */
interface Sizes {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
}

export interface FaceSizes {
  /** As they lie there. */
  readonly files: Sizes;
  /** As they are uploaded; only of those that were prepared. */
  readonly prepared: Sizes;
  /** What the prepared ones that are not uploaded come to in base64, in bytes. */
  readonly toSend: number;
}

/** How large the images are, as far as it was looked: of faces that are uploaded or still can be. */
export function faceSizes(database: Database): FaceSizes {
  const row =
    database.get<Row>(`SELECT count(bytes) AS files, coalesce(sum(bytes), 0) AS filesSum, coalesce(max(bytes), 0) AS filesMax,
      count(prepared_bytes) AS images, coalesce(sum(prepared_bytes), 0) AS imagesSum, coalesce(max(prepared_bytes), 0) AS imagesMax,
      coalesce(sum(CASE state WHEN 'pending' THEN (prepared_bytes + 2) / 3 * 4 END), 0) AS toSend
    FROM faces WHERE state IN ('pending', 'uploaded') AND found IS NOT 0`);
  return {
    files: { count: row?.files ?? 0, sum: row?.filesSum ?? 0, max: row?.filesMax ?? 0 },
    prepared: { count: row?.images ?? 0, sum: row?.imagesSum ?? 0, max: row?.imagesMax ?? 0 },
    toSend: row?.toSend ?? 0,
  };
}

interface Row {
  files: number;
  filesSum: number;
  filesMax: number;
  images: number;
  imagesSum: number;
  imagesMax: number;
  toSend: number;
}
