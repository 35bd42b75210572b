/** Groups of `size` in order, the last one smaller, of at most `limit` in all; taken from the source as they are asked for. */
export function* inBatches<T>(source: Iterable<T>, size: number, limit = Number.POSITIVE_INFINITY): Generator<T[]> {
  let batch: T[] = [];
  let taken = 0;
  if (limit <= 0) return;
  for (const item of source) {
    batch.push(item);
    taken += 1;
    if (batch.length === size || taken >= limit) {
      yield batch;
      batch = [];
    }
    if (taken >= limit) return;
  }
  if (batch.length > 0) yield batch;
}
