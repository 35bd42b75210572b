import type { Candidate, PersonRecord } from '../checkpoint/index.js';
import type { DiditStatus } from '../model.js';
import { chooseWinner, decides } from './winner.js';

export interface Standing {
  readonly record: PersonRecord;
  /** Does it decide over the person? */
  readonly wins: boolean;
  readonly why: string;
}

/** What comes of a person whose records are put together. */
export interface WhatBecomes {
  /** The record that decides; undefined where ids that differ in case let none do so. */
  readonly by: string | undefined;
  /** Undefined where nobody is migrated. */
  readonly status: DiditStatus | undefined;
  /** A fraud mark on another record has outweighed the pass. */
  readonly fraudThenPass: boolean;
}

/** Undefined where no record asks for anything: all are skipped. */
export function whatBecomes(records: readonly PersonRecord[]): WhatBecomes | undefined {
  const current = currentOf(records);
  if (current.length === 0) return undefined;
  const decision = chooseWinner(current);
  if (decision.kind === 'collision') return { by: undefined, status: undefined, fraudThenPass: false };
  const by = current.find(({ id }) => id === decision.winner.id)?.name;
  if (decision.kind === 'invalid') return { by, status: undefined, fraudThenPass: false };
  return { by, status: decision.status, fraudThenPass: decision.fraudThenPass };
}

/** Why each record of a person won or lost against the others: `chooseWinner` in words. */
export function whyWon(records: readonly PersonRecord[]): Standing[] {
  const current = currentOf(records);
  const [first] = current;
  const decision = first && chooseWinner(current);
  const winner = decision && decision.kind !== 'collision' ? current.find(({ id }) => id === decision.winner.id) : undefined;
  return records.map((record) => {
    const wins = record === winner;
    if (record.outcome === 'superseded') return { record, wins, why: 'a later export brings it again' };
    if (!isCandidate(record)) return { record, wins, why: `skipped: ${record.reason ?? 'no reason given'}` };
    if (winner === undefined) return { record, wins, why: 'ids that differ in case are one person to Didit: nobody is migrated' };
    return { record, wins, why: wins ? whyWins(winner, current) : whyLoses(record, winner, current) };
  });
}

type Rival = PersonRecord & { readonly kind: Candidate['kind'] };

function currentOf(records: readonly PersonRecord[]): Rival[] {
  return records.filter(({ outcome }) => outcome !== 'superseded').filter(isCandidate);
}

function isCandidate(record: PersonRecord): record is Rival {
  return record.kind !== 'skipped';
}

function whyWins(winner: Rival, rivals: readonly Rival[]): string {
  const invalid = winner.kind === 'invalid' ? '; it is invalid, so nobody is migrated' : '';
  if (rivals.length === 1) return `the only record${invalid}`;
  if (winner.status === undefined) return 'its decision cannot be read and may be a refusal, so nobody is migrated';
  const deciding = rivals.filter(decides);
  if (deciding.length === 1) return `the only final decision${invalid}`;
  const what = deciding.length > 0 ? 'final decision' : 'record, as none is final';
  if (isDated(deciding.length > 0 ? deciding : rivals)) return `the newest ${what}${invalid}`;
  return `the strictest ${what}, because not all have a date; of equals the last${invalid}`;
}

function whyLoses(record: Rival, winner: Rival, rivals: readonly Rival[]): string {
  const deciding = rivals.filter(decides);
  if (decides(winner) && !decides(record)) return `not final, and record ${winner.name} is`;
  const among = deciding.length > 0 ? deciding : rivals;
  if (isDated(among) && record.date !== winner.date) return `older than record ${winner.name}`;
  const tie = isDated(among) ? 'of the same moment' : 'not all have a date';
  return `${tie}: record ${winner.name} is stricter, or comes later`;
}

function isDated(records: readonly Rival[]): boolean {
  return records.every(({ date }) => date !== undefined);
}
