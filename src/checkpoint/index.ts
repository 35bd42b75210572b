export {
  type Checkpoint,
  openCheckpoint,
  readCheckpoint,
  temporaryCheckpoint,
} from './checkpoint.js';
export { eraseDeleted } from './erase.js';
export type { Decision, NotActive, SeveralRecords, SharedPicture, SizeClass } from './evidence.js';
export type { Compared, Expected, Fate } from './expected.js';
export type { FaceSizes } from './face-sizes.js';
export type { Face, FaceLook } from './faces.js';
export type { HumanRow } from './human-rows.js';
export type { Item, Origin } from './items.js';
export type { Meta } from './meta.js';
export type { PaceMinute } from './pace-log.js';
export { type PersonRecord, personRecords } from './person-records.js';
export type {
  Candidate,
  ExportRead,
  ExportReading,
  LookupUse,
  Note,
  PlannedRecord,
  UnusedFields,
  WantedItem,
} from './planned.js';
export type { RejectRow, ResultRow, WantedFaceRow } from './report-queries.js';
export type {
  Counts,
  ExportTotals,
  LookAlikes,
  ProblemCount,
  Remaining,
  Work,
} from './totals.js';
