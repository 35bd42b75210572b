import type {
  Checkpoint,
  Counts,
  ExportReading,
  FaceSizes,
  LookAlikes,
  Note,
  Origin,
  ProblemCount,
} from '../checkpoint/index.js';
import { type Code, help, sentence } from '../errors.js';
import type { DiditStatus, FaceState, ItemState, RecordOutcome } from '../model.js';
import { summarizeVerification, type VerificationSummary } from './verification-summary.js';

/** What the report says besides the checkpoint. */
export interface ReportContext {
  readonly target?: string;
  /** Which part of the people, as `2/4`. */
  readonly shard?: string;
  /** Sent over all runs of the checkpoint; `throttled` of them were answered 429. */
  readonly requests?: Requests;
  readonly generatedAt: Date;
}

interface Requests {
  readonly read: number;
  readonly write: number;
  readonly throttled: number;
}

/** A code and whom it concerns. */
export interface Finding {
  readonly code: Code;
  readonly count: number;
  /** The first few records, as "number" or "file:number" where there are several exports. */
  readonly examples: readonly string[];
  /** What is wrong with the first example. */
  readonly sentence: string;
  readonly help: string;
}

/** `summary.json`: figures and codes, nobody's data. `version` is raised with every change that a reader could stumble over. */
export interface Summary {
  readonly schema: 'didit-migrate/summary';
  readonly version: 1;
  /** ISO 8601, UTC. All else follows from the checkpoint alone. */
  readonly generated_at: string;
  readonly target: string | null;
  /** Which part of the people the checkpoint holds, as `2/4`; null for all of them. */
  readonly shard: string | null;
  /** Nobody is pending or in progress. */
  readonly finished: boolean;
  /** In the order in which they were planned; the file without its folder. */
  readonly exports: readonly {
    readonly file: string;
    readonly format: string;
    readonly mapping: string;
    readonly mapping_hash: string;
    /** Null while the export is being read. */
    readonly sha256: string | null;
    readonly bytes: number | null;
    /** How its text is encoded; `guessed` where neither --encoding nor the file itself says so. Null while it is being read. */
    readonly encodings: ExportReading['encodings'] | null;
    /** Files in the folder or zip that were read, and others that were passed over. */
    readonly files: number | null;
    readonly files_passed_over: number | null;
    readonly records: Counts<RecordOutcome>;
    /** Records that fall to other parts. */
    readonly elsewhere: number;
  }[];
  /** Second files as exports were read last: rows by their key, and keys that no record has asked for. */
  readonly lookups: readonly {
    readonly name: string;
    readonly rows: number;
    readonly rows_without_key: number;
    readonly keys: number;
    readonly unused_keys: number;
  }[];
  /** The sum over the exports. */
  readonly records: Counts<RecordOutcome>;
  readonly elsewhere: number;
  /** Skipped records by the mapping's reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Of invalid records; a record may have several. */
  readonly problems: readonly Finding[];
  readonly items: {
    readonly by_state: Counts<ItemState>;
    readonly by_wanted_status: Counts<DiditStatus>;
    /** Of those that are known to be in Didit. */
    readonly by_origin: Counts<Origin>;
    readonly with_several_records: number;
    /** Known from earlier exports and not in the last one: they stay as they are. */
    readonly absent_from_last_export: number;
    /** Different ids with the same name and birth date: nobody merges them. */
    readonly look_alikes: LookAlikes;
    readonly notes: Readonly<Partial<Record<Note, number>>>;
    /** Of failed and held items. */
    readonly problems: readonly Finding[];
  };
  readonly faces: {
    readonly by_state: Counts<FaceState>;
    /** Of the pending ones, those whose person is done. */
    readonly left_for_later: number;
    /** Bytes of those that are uploaded or can be: of the files that were looked at, and of the images that were prepared from them. */
    readonly bytes: {
      readonly files: FaceSizes['files'];
      readonly prepared: FaceSizes['prepared'];
      /** In base64, of the prepared ones that are not uploaded. */
      readonly to_send: number;
    };
    /** Of refused and unknown faces, and of pending ones that the plan did not find. */
    readonly problems: readonly Finding[];
  };
  /** How the decisions of used records were read: the former provider's word and the row of the status table that decided. */
  readonly verdicts: readonly {
    readonly former: string | null;
    readonly status: DiditStatus;
    readonly row: string | null;
    readonly count: number;
  }[];
  /** Null where it is not known. */
  readonly requests:
    | (Requests & {
        /** Creates, blocks and faces that are there now; the rest of the writes were corrections or tries. */ readonly needed_writes: number;
      })
    | null;
  /** The last verification; null where there was none. */
  readonly verification: VerificationSummary | null;
  /** Records in each file of rejects. */
  readonly rejects: { readonly 'rejects.csv': number; readonly 'rejects.ndjson': number };
}

/** What a checkpoint holds, in figures. While a run goes on, they may be some moments apart from each other. */
export function summarize(checkpoint: Checkpoint, { target, shard, requests, generatedAt }: ReportContext): Summary {
  const { totals, report } = checkpoint;
  const exports = totals.exports();
  const people = totals.people();
  const faces = totals.faces();
  const rejects = report.countRejects();
  return {
    schema: 'didit-migrate/summary',
    version: 1,
    generated_at: generatedAt.toISOString(),
    target: target ?? null,
    shard: shard ?? null,
    finished: people.byState.pending + people.byState['in progress'] === 0,
    exports: exports.map(({ file, format, mapping, mappingHash, sha256, bytes, reading, records }) => ({
      file,
      format,
      mapping,
      mapping_hash: mappingHash,
      sha256,
      bytes,
      encodings: reading?.encodings ?? null,
      files: reading?.files ?? null,
      files_passed_over: reading?.passedOver ?? null,
      records,
      elsewhere: reading?.elsewhere ?? 0,
    })),
    lookups: totals.lookups().map(({ name, rows, rowsWithoutKey, keys, unusedKeys }) => ({
      name,
      rows,
      rows_without_key: rowsWithoutKey,
      keys,
      unused_keys: unusedKeys,
    })),
    records: sum(exports.map(({ records }) => records)),
    elsewhere: exports.reduce((count, { reading }) => count + (reading?.elsewhere ?? 0), 0),
    skipped: totals.skipped(),
    problems: totals.problems().map(finding),
    items: {
      by_state: people.byState,
      by_wanted_status: people.byWanted,
      by_origin: people.byOrigin,
      with_several_records: totals.duplicates(),
      absent_from_last_export: totals.absent(),
      look_alikes: totals.lookAlikes(),
      notes: report.notes(),
      problems: totals.itemCodes().map(finding),
    },
    faces: {
      by_state: faces,
      left_for_later: totals.facesLeft(),
      bytes: bytesOf(totals.faceSizes()),
      problems: totals.faceCodes().map(finding),
    },
    verdicts: totals.verdicts(),
    requests: requests ? { ...requests, needed_writes: people.creates + people.blocks + faces.uploaded } : null,
    verification: summarizeVerification(checkpoint) ?? null,
    rejects: { 'rejects.csv': rejects.csv, 'rejects.ndjson': rejects.ndjson },
  };
}

function bytesOf({ files, prepared, toSend }: FaceSizes): Summary['faces']['bytes'] {
  return { files, prepared, to_send: toSend };
}

function sum(counts: readonly Counts<RecordOutcome>[]): Counts<RecordOutcome> {
  const of = (name: RecordOutcome | 'total') => counts.reduce((total, count) => total + count[name], 0);
  return {
    used: of('used'),
    skipped: of('skipped'),
    invalid: of('invalid'),
    superseded: of('superseded'),
    total: of('total'),
  };
}

function finding({ code, count, examples, detail }: ProblemCount): Finding {
  return { code, count, examples, sentence: sentence(code, detail), help: help(code, detail) };
}
