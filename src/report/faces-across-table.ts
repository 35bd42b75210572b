import type { FaceAcross } from '../checkpoint/index.js';
import { defuse } from './defuse.js';

/** `faces-across-parts.csv`: people in different parts who have one picture; those who share it stand together. */
export function* facesAcrossTable(rows: Iterable<FaceAcross>): Generator<string[]> {
  yield ['picture', 'part', 'vendor_data', 'didit_internal_id', 'face'];
  for (const { picture, shard, vendorData, diditId, state } of rows)
    yield [picture, shard, vendorData, diditId ?? '', state].map(defuse);
}
