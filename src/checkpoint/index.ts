export {
  type Checkpoint,
  openCheckpoint,
  readCheckpoint,
  reopenCheckpoint,
  temporaryCheckpoint,
} from './checkpoint.js';
export type { Counts, ProblemCount } from './counts.js';
export { eraseDeleted } from './erase.js';
export type { Decision, NotActive, SeveralRecords, SharedPicture, SizeClass } from './evidence.js';
export type { Compared, Expected, Fate } from './expected.js';
export type { ExportReading, HowRead, UnusedFields } from './export-reading.js';
export type { FaceSizes } from './face-sizes.js';
export type { DoubtfulFace, Face } from './faces.js';
export { type FaceAcross, facesAcross } from './faces-across.js';
export type { HumanRow } from './human-rows.js';
export type { Item, Origin, Proof } from './items.js';
export type { Mended } from './mended.js';
export type { Meta } from './meta.js';
export type { PaceMinute } from './pace-log.js';
export { type PersonRecord, personRecords } from './person-records.js';
export type { LookAlikes, VerdictCount } from './plan-facts.js';
export type { Candidate, ExportRead, PlannedRecord } from './planned.js';
export { deletePersonalData, type PersonalData, personalData, requireErased } from './purge.js';
export type { RejectRow, ResultRow, WantedFaceRow } from './report-queries.js';
export type { Purpose } from './schema.js';
export type { ExportTotals, LookupUse, Remaining, Work } from './totals.js';
export {
  type AddedFace,
  UNDO_OUTCOMES,
  type UndoCount,
  type UndoItem,
  type UndoneRow,
  type UndoOutcome,
  type UndoReason,
} from './undo.js';
export type { UploadedFace, VerifiedRow, VerifyItem, VerifyPass, VerifyResult, VerifyScope } from './verification.js';
export type { Note, WantedItem } from './wanted-items.js';
