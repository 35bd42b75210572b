/** Gives what `source` gives, in its order, after `begin` was called for as many as `ahead` further ones. */
export function* lookAhead<T>(source: Iterable<T>, ahead: number, begin: (next: T) => void): Generator<T> {
  const waiting: T[] = [];
  for (const next of source) {
    begin(next);
    waiting.push(next);
    if (waiting.length > ahead) yield* waiting.splice(0, 1);
  }
  yield* waiting;
}
