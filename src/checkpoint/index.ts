export {
  type Checkpoint,
  openCheckpoint,
  readCheckpoint,
  temporaryCheckpoint,
} from './checkpoint.js';
export { eraseDeleted } from './erase.js';
export type { Compared, Expected, Fate } from './expected.js';
export type { FaceSizes } from './face-sizes.js';
export type { Face, FaceLook } from './faces.js';
export { type FaceAcross, facesAcross } from './faces-across.js';
export type { Item, Origin } from './items.js';
export type { Meta } from './meta.js';
export { type PersonRecord, personRecords } from './person-records.js';
export type { Candidate, ExportRead, ExportReading, LookupUse, Note, PlannedRecord, WantedItem } from './planned.js';
export type { RejectRow, ResultRow, WantedFaceRow } from './report-queries.js';
export type {
  Counts,
  ExportTotals,
  LookAlikes,
  ProblemCount,
  Remaining,
  Work,
} from './totals.js';
