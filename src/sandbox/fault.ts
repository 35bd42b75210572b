import type { RouteClass } from './route-class.js';

/** What can be made to go wrong. README.md says what each does to the server's work and what the client sees. */
export const FAULT_KINDS = [
  '500-before',
  '500-after',
  '502-before',
  '502-after',
  '503-before',
  '503-after',
  'reset-before',
  'reset-after',
  'hang-before',
  'hang-after',
  'late',
  'slow',
  'truncated',
  'html',
  '429',
  '401',
  '403',
  'refuse-list',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRule {
  readonly kind: FaultKind;
  /** Share of the matching requests, 0 to 1. Shares of rules that match one request add up; past 1 the rule that stands first wins. */
  readonly rate: number;
  /** Default: the face routes for `403`, the lists for `refuse-list`, all routes for the other kinds. */
  readonly routes?: readonly RouteClass[];
  /** Leaves the first so many matching requests alone. Default 0. */
  readonly after?: number;
  /** Leaves all matching requests alone from this one on, counted from 0: `after: 2, until: 3` is the third. Default: no end. */
  readonly until?: number;
  /** For `late` and `slow`, in milliseconds. Default 1000. */
  readonly delayMs?: number;
  /** For `401`: how many requests in a row, of any route, find the key revoked. Default 1. */
  readonly times?: number;
}

export interface FaultOptions {
  /** A whole number. The same seed does the same to the same requests in the same order. */
  readonly seed: number;
  readonly rules: readonly FaultRule[];
}

/** What is to go wrong with one request. */
export interface Fault {
  readonly kind: FaultKind;
  /** 0 up to 1: chooses where a kind has several looks, such as the body of a 500. */
  readonly variant: number;
  readonly delayMs: number;
}

/** Kinds that make sense on some routes alone, unless their rule says otherwise. */
export const USUAL_ROUTES: Readonly<Partial<Record<FaultKind, readonly RouteClass[]>>> = {
  '403': ['face-upload', 'face-list', 'face-delete'],
  'refuse-list': ['list', 'face-list'],
};
