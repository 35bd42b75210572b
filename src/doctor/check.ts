/** What is looked at, in the order in which it is shown. */
export const CHECKS = [
  'node',
  'proxy',
  'disk',
  'checkpoint',
  'key',
  'address',
  'tls',
  'clock',
  'read',
  'target',
  'create',
  'read_back',
  'duplicate',
  'case',
  'face',
  'face_list',
  'delete',
] as const;

/**
 * `ok`; `unknown`: it could not be told, and nothing speaks against it; `look`: a run works, but not as well as it could; `problem`: a run
 * would not work.
 */
export const CHECK_RESULTS = ['ok', 'unknown', 'look', 'problem'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

export interface Check {
  readonly check: (typeof CHECKS)[number];
  readonly result: CheckResult;
  /** What was found. */
  readonly says: string;
  /** What the user can do about it; absent where nothing has to be done. */
  readonly to_do?: string;
}

/** 0: nothing speaks against a run; 1: it would work, but something wants a look; 2: it would not work. */
export function exitCodeOf(checks: readonly Check[]): 0 | 1 | 2 {
  if (checks.some(({ result }) => result === 'problem')) return 2;
  return checks.some(({ result }) => result === 'look') ? 1 : 0;
}
