/** What the plan takes and gives. */
import type { Problem } from '../errors.js';
import type { DiditStatus, FaceReference, JsonObject, RecordOutcome, User } from '../model.js';

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

/** What was said about reading an export, besides its mapping: another word gives other records. */
export interface HowRead {
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly maxRecordBytes: number;
}

/** How its bytes became text and records. */
export interface ExportReading {
  readonly how: HowRead;
  /** Guessed: neither said nor marked in the file, and not UTF-8. */
  readonly encodings: readonly { readonly name: string; readonly guessed: boolean }[];
  readonly files: number;
  /** Files beside them that were passed over. */
  readonly passedOver: number;
  /** Fields that the mapping makes nothing of. */
  readonly unusedFields?: UnusedFields;
  /** Records that fall to other parts of the people; absent where the checkpoint holds all of them. */
  readonly elsewhere?: number;
}

/** Fields of an export that the mapping makes nothing of, as far as its first records tell. */
export interface UnusedFields {
  /** Records that were looked at. */
  readonly looked: number;
  /** In how many of them the field says something; the fullest first. */
  readonly fields: readonly { readonly path: string; readonly filled: number }[];
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

/** What an item is to be. */
export interface WantedItem {
  readonly userKey: string;
  readonly vendorData: string;
  readonly recordId: number;
  readonly wanted: DiditStatus;
  readonly statusReason: string | undefined;
  readonly digest: string;
  /** Only where several records were joined. */
  readonly payload: User | undefined;
  /** Undefined where they stay as they are. */
  readonly faces: readonly FaceReference[] | undefined;
  readonly notes: readonly Note[];
}

/** What the plan wants a human to know about a person whose records it joined. */
export type Note = 'fraud_then_pass' | 'names_differ' | 'births_differ';

/** What came of the second files of one lookup when exports were read last. */
export interface LookupUse {
  readonly name: string;
  readonly rows: number;
  /** Rows that cannot be found because they have no key. */
  readonly rowsWithoutKey: number;
  /** Different keys, and those of them that no record has asked for. */
  readonly keys: number;
  readonly unusedKeys: number;
}
