import type { Candidate } from '../checkpoint/index.js';
import { type DiditStatus, strictness } from '../model.js';

/** What the records of one person come to. Ids are those of the candidates. */
export type Decision =
  /** Ids that differ in case: different people to the export, one to Didit. */
  | { readonly kind: 'collision' }
  /** The record that decides is invalid: nobody is migrated on an older decision. */
  | { readonly kind: 'invalid'; readonly winner: Candidate; readonly superseded: readonly Candidate[] }
  | {
      readonly kind: 'item';
      readonly winner: Candidate;
      readonly status: DiditStatus;
      /** A fraud mark on another record outweighs the winner's pass. */
      readonly fraudThenPass: boolean;
      /** The valid records, the winner first and then from the newest to the oldest: missing fields are filled in this order. */
      readonly order: readonly Candidate[];
      readonly superseded: readonly Candidate[];
    };

/**
 * Chooses which of a person's records decides.
 *
 * The newest record with a final decision wins; an unfinished newer one never displaces it. Where a date is missing the last one
 * wins if all say the same, else the strictest. A record that a later export brings again, corrected, is superseded first.
 */
export function chooseWinner(group: readonly Candidate[]): Decision {
  if (new Set(group.map(({ vendorData }) => vendorData)).size > 1) return { kind: 'collision' };
  // Nothing corrects what came last. Where there is one export alone, that spares comparing each with each: a mapping that takes a
  // company's id for a person's makes groups of a hundred thousand.
  const last = group.reduce((latest, { exportId }) => Math.max(latest, exportId), 0);
  const superseded = group.filter((record) => record.exportId < last && group.some((other) => corrects(other, record)));
  const current = group.filter((record) => !superseded.includes(record));
  const deciding = current.filter(decides);
  const winner = newest(deciding.length > 0 ? deciding : current);
  if (winner.kind === 'invalid' || winner.status === undefined) return { kind: 'invalid', winner, superseded };

  const fraudThenPass = winner.status === 'ACTIVE' && current.some(({ fraud }) => fraud);
  const rest = current
    .filter((record) => record !== winner && record.kind === 'user')
    .sort((a, b) => (b.date ?? 0) - (a.date ?? 0) || b.id - a.id);
  return {
    kind: 'item',
    winner,
    status: fraudThenPass ? 'FLAGGED' : winner.status,
    fraudThenPass,
    order: [winner, ...rest],
    superseded,
  };
}

/** A later export's version of the same record: the same provider id, or, without one, nothing that tells them apart in time. */
function corrects(later: Candidate, earlier: Candidate): boolean {
  if (later.exportId <= earlier.exportId) return false;
  if (later.providerId !== undefined && earlier.providerId !== undefined) return later.providerId === earlier.providerId;
  return later.date === undefined || earlier.date === undefined || later.date === earlier.date;
}

/** An unreadable decision may have been a refusal, so it counts as final. */
export function decides(record: Pick<Candidate, 'final' | 'status'>): boolean {
  return record.final || record.status === undefined;
}

function newest(records: readonly Candidate[]): Candidate {
  const dated = records.every(({ date }) => date !== undefined);
  return records.reduce((best, record) => {
    const later = dated ? (record.date ?? 0) - (best.date ?? 0) : 0;
    if (later !== 0) return later > 0 ? record : best;
    // Undated, or at the same instant: the strictest, and among equals the last.
    return severity(record) >= severity(best) ? record : best;
  });
}

/** A decision that could not be read outranks every other. */
function severity({ status }: Candidate): number {
  return status === undefined ? Number.POSITIVE_INFINITY : (strictness(status) ?? Number.POSITIVE_INFINITY);
}
