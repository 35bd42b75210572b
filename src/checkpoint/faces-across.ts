import { openDiskIndex } from '../disk-index.js';
import type { FaceState } from '../model.js';
import type { Checkpoint } from './checkpoint.js';
import { rowsById } from './pages.js';

/** One of several people in different parts who have one picture. */
export interface FaceAcross {
  /** The same for those who share it. */
  readonly picture: string;
  readonly shard: string;
  readonly vendorData: string;
  readonly diditId: string | null;
  readonly state: FaceState;
}

interface Row {
  id: number;
  picture: string;
  vendor_data: string;
  didit_id: string | null;
  state: FaceState;
}

const PAGE = 1_000;

/**
 * Pictures that people in different parts have: no part can see that by itself, and at most one of the people can be right. Told are
 * pictures that were prepared; a part's own shared ones are refused there. Joined on disk, so memory stays flat.
 */
export function* facesAcross(parts: readonly Checkpoint[]): Generator<FaceAcross> {
  const index = openDiskIndex();
  try {
    for (const [at, part] of parts.entries()) for (const row of rowsOf(part)) index.add(row.picture, [at, row.id]);
    for (const { key, count } of index.keys()) {
      if (count < 2) continue;
      const places = index.find(key).flatMap((place) => (Array.isArray(place) ? [place.map(Number)] : []));
      if (new Set(places.map(([at]) => at)).size < 2) continue;
      for (const [at = 0, id = 0] of places) {
        const part = parts[at];
        const row = part && faceOf(part, id);
        if (row) yield { ...row, shard: part.meta.get('shard') ?? '' };
      }
    }
  } finally {
    index.close();
  }
}

function rowsOf({ database }: Checkpoint): Generator<{ id: number; picture: string }> {
  return rowsById(
    database,
    `SELECT id, prepared AS picture FROM faces WHERE prepared IS NOT NULL AND id > ? ORDER BY id LIMIT ${PAGE}`,
  );
}

function faceOf({ database }: Checkpoint, id: number): Omit<FaceAcross, 'shard'> | undefined {
  const row = database.get<Row>(
    `SELECT f.id, f.prepared AS picture, f.state, i.vendor_data, i.didit_id FROM faces f JOIN items i ON i.id = f.item_id WHERE f.id = ?`,
    [id],
  );
  return row && { picture: row.picture, vendorData: row.vendor_data, diditId: row.didit_id, state: row.state };
}
