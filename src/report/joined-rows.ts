import type { Checkpoint } from '../checkpoint/index.js';

/** What the files of a report are made of. */
export type ReportRows = Pick<Checkpoint['report'], 'results' | 'rejects' | 'wantedFaces' | 'columns'>;

/** The rows of all parts, one part after the other. */
export function joinedRows(parts: readonly ReportRows[]): ReportRows {
  return {
    *results() {
      for (const part of parts) yield* part.results();
    },
    *rejects(format) {
      for (const part of parts) yield* part.rejects(format);
    },
    *wantedFaces() {
      for (const part of parts) yield* part.wantedFaces();
    },
    columns: () => [...new Set(parts.flatMap((part) => part.columns()))],
  };
}
