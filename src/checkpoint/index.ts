export {
  type Checkpoint,
  openCheckpoint,
  readCheckpoint,
  temporaryCheckpoint,
} from './checkpoint.js';
export { eraseDeleted } from './erase.js';
export type { Face } from './faces.js';
export type { Item, Origin } from './items.js';
export type { Meta } from './meta.js';
export type { Candidate, LookupUse, Note, PlannedRecord, WantedItem } from './planned.js';
export type { RejectRow, ResultRow } from './report-queries.js';
export type {
  Counts,
  ExportTotals,
  ProblemCount,
  Remaining,
  Work,
} from './totals.js';
