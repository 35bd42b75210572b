/** What the plan takes and gives. */
import type { Problem } from '../errors.js';
import type { DiditStatus, FaceReference, JsonObject, RecordOutcome, User } from '../model.js';
import type { ExportReading } from './export-reading.js';

export interface ExportFacts {
  readonly file: string;
  readonly format: string;
  readonly columns: readonly string[] | undefined;
  readonly mapping: string;
  readonly mappingHash: string;
}

/** What an export turned out to be, known only after its last byte. */
export interface ExportRead {
  readonly exportId: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly reading?: ExportReading;
}

/** A record as the plan keeps it. */
export interface PlannedRecord {
  readonly number: number;
  readonly line: number | undefined;
  readonly kind: 'user' | 'skipped' | 'invalid';
  readonly reason: string | undefined;
  readonly problems: readonly Problem[] | undefined;
  readonly userKey: string | undefined;
  readonly vendorData: string | undefined;
  readonly providerId: string | undefined;
  readonly date: number | undefined;
  readonly status: DiditStatus | undefined;
  readonly statusReason: string | undefined;
  readonly statusRow: string | undefined;
  readonly former: string | undefined;
  readonly final: boolean | undefined;
  readonly fraud: boolean | undefined;
  readonly digest: string | undefined;
  /** Of name and birth date, keyed; undefined where either is missing. */
  readonly person: string | undefined;
  /** Of a row of rejects that came back: the record in whose place it stands. */
  readonly standsFor?: number | undefined;
  readonly original:
    | {
        readonly fields: JsonObject;
        readonly user: User | undefined;
        readonly faces: readonly FaceReference[];
        /** What the marks in fields and faces stand for. */
        readonly images?: readonly { readonly sha256: string; readonly bytes: Buffer }[];
      }
    | undefined;
}

/** One of several records of a person, as far as the choice between them needs it. */
export interface Candidate {
  readonly id: number;
  /** Of the record in whose place it stands, where it does. */
  readonly exportId: number;
  readonly number: number;
  readonly kind: 'user' | 'invalid';
  readonly vendorData: string;
  readonly providerId: string | undefined;
  readonly date: number | undefined;
  readonly status: DiditStatus | undefined;
  readonly final: boolean;
  readonly fraud: boolean;
  readonly digest: string | undefined;
  /** Undefined until it is merged. */
  readonly outcome: RecordOutcome | undefined;
}
