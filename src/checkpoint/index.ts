export {
  type Checkpoint,
  openCheckpoint,
  readCheckpoint,
  temporaryCheckpoint,
} from './checkpoint.js';
export { eraseDeleted } from './erase.js';
export type { FaceSizes } from './face-sizes.js';
export type { Face, FaceLook } from './faces.js';
export type { Item, Origin } from './items.js';
export type { Meta } from './meta.js';
export type { Candidate, Note, PlannedRecord, WantedItem } from './planned.js';
export type { RejectRow, ResultRow } from './report-queries.js';
export type {
  Counts,
  ExportTotals,
  LookAlikes,
  ProblemCount,
  Remaining,
  Work,
} from './totals.js';
