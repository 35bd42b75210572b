/** What the rooms hand to each other. Nothing here does anything but name and compare. */
import type { Problem } from './errors.js';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** False for null and for a list. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** At most `requests` in any span of `windowMs` milliseconds; `off` for no limit. */
export type RequestLimit = { readonly requests: number; readonly windowMs: number } | 'off';

/** One row or object of an export. */
export interface SourceRecord {
  /** Position in its export, from 1. */
  readonly number: number;
  /** Line on which it begins, from 1; absent where the format has no lines. */
  readonly line?: number | undefined;
  readonly fields: JsonObject;
  /** Of a row of rejects that comes back: the record that it is, in the report's words. */
  readonly item?: string | undefined;
}

/** A record that could not be read: it still has a number, so that totals add up. */
export interface UnreadableRecord {
  readonly number: number;
  readonly line?: number | undefined;
  readonly problems: readonly Problem[];
  /** What could be read of it, for the file of rejects. */
  readonly fields: JsonObject;
  /** One way to read it: enough to know whose it is, so that no older approval stands in for it, and never what it decides. */
  readonly whose?: JsonObject;
  readonly item?: string | undefined;
}

export type ReadRecord = SourceRecord | UnreadableRecord;

/** The only three statuses that are ever sent. Read statuses are open strings: Didit's pages name several sets. */
export const DIDIT_STATUSES = ['ACTIVE', 'FLAGGED', 'BLOCKED'] as const;
export type DiditStatus = (typeof DIDIT_STATUSES)[number];

/** How strict a status is: 0 for ACTIVE, 1 for FLAGGED, 2 for BLOCKED; undefined for a word that is not one of the three. */
export function strictness(status: string): number | undefined {
  const rank = (DIDIT_STATUSES as readonly string[]).indexOf(status);
  return rank < 0 ? undefined : rank;
}

/** A user as Didit is to hold it, in Didit's own field names. Its status travels apart, in the verdict. */
export interface User {
  vendor_data: string;
  full_name?: string;
  display_name?: string;
  /** YYYY-MM-DD. */
  date_of_birth?: string;
  /** Only what the former provider verified: {"a@example.com": true}. */
  approved_emails?: Record<string, true>;
  /** Only what the former provider verified, E.164: {"+34600000001": true}. */
  approved_phones?: Record<string, true>;
  /** ISO 3166-1 alpha-3: {"ESP": 1}. */
  issuing_states?: Record<string, number>;
  metadata: JsonObject;
}

/** What the mapping's status table made of the former provider's decision. */
export interface Verdict {
  readonly status: DiditStatus;
  /** Sent along with BLOCKED; at most 1000 characters. */
  readonly reason?: string | undefined;
  /** The former provider's own word. */
  readonly former?: string | undefined;
  /** Which row of the status table decided, as the report names it. */
  readonly row: string;
  /** A decision the provider calls conclusive: unfinished newer records never displace it. */
  readonly final: boolean;
  readonly fraud: boolean;
}

/** Where a face is. */
export type FaceReference =
  /** Relative to --faces; an extension of `*` stands for any known image extension. */
  | { readonly kind: 'file'; readonly path: string }
  /** Perhaps signed: as good as a password while it lasts. */
  | { readonly kind: 'link'; readonly url: string }
  /** The image itself in base64, bare or as a data: URI, as the record has it. */
  | { readonly kind: 'inline'; readonly data: string }
  /** The image itself, kept in the checkpoint. */
  | { readonly kind: 'kept'; readonly sha256: string }
  /** What the record has cannot be an image. */
  | { readonly kind: 'unusable'; readonly problem: Problem };

/** What was learnt of a face without sending it, as far as the look went. */
export interface FaceLook {
  readonly problem?: Problem;
  /** Behind a link: only fetching can tell more. */
  readonly link?: true;
  /** Of the file, under --faces. */
  readonly name?: string;
  /** Of the file. */
  readonly bytes?: number;
  /** Of the file, where it was read whole. */
  readonly digest?: string;
  /** Where it was prepared as for the upload. */
  readonly prepared?: { readonly marker: string; readonly bytes: number };
}

const KEPT = 'didit-migrate:image:';

/** What stands for an image that the checkpoint keeps in the record that it came from, and in a file of rejects. */
export function keptImageMark(sha256: string): string {
  return KEPT + sha256;
}

/** The digest in a text that ends with such a mark. */
export function keptImageIn(text: string): string | undefined {
  return new RegExp(`${KEPT}([0-9a-f]{64})$`).exec(text)?.[1];
}

/** What is known of a record whatever became of it; `vendorData`, `date` and `verdict` are there as far as they could be read. */
interface MappedRecord {
  readonly vendorData?: string | undefined;
  /** The former provider's id of this record or person. */
  readonly providerId?: string | undefined;
  /** When the former provider decided, in milliseconds since 1970; orders the records of one person. */
  readonly date?: number | undefined;
  readonly verdict?: Verdict | undefined;
}
export type Mapped = MappedRecord &
  (
    | {
        readonly kind: 'user';
        readonly vendorData: string;
        readonly verdict: Verdict;
        readonly user: User;
        readonly faces: readonly FaceReference[];
      }
    | { readonly kind: 'skipped'; readonly reason: string }
    | { readonly kind: 'invalid'; readonly problems: readonly Problem[] }
  );

/** How a record ended. Every record of every export ends as exactly one of these. */
export const RECORD_OUTCOMES = ['used', 'skipped', 'invalid', 'superseded'] as const;
export type RecordOutcome = (typeof RECORD_OUTCOMES)[number];

export const ITEM_STATES = ['pending', 'in progress', 'done', 'partial', 'failed', 'held'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export const FACE_STATES = ['pending', 'uploaded', 'refused', 'unknown'] as const;
export type FaceState = (typeof FACE_STATES)[number];

/**
 * What Didit considers the same user: it trims and lower-cases `vendor_data` (create and delete pages; the URL page says
 * "case-sensitive", so the bytes sent stay the export's own and only comparisons use this key).
 */
export function userKey(vendorData: string): string {
  return vendorData.trim().toLowerCase();
}
