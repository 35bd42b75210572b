import { z } from 'zod';
import { type Progress, progressSchema } from './progress.js';

const AT = z.looseObject({ at: z.iso.datetime() });
/** A run speaks every two seconds; a busy machine may swallow a word or two. */
const QUIET_MS = 15_000;

/** What a run has said last of how far it is. */
export interface LastWord {
  readonly progress: Progress;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Undefined for what another version may have noted. */
export function readLastWord(noted: string): LastWord | undefined {
  const parsed: unknown = JSON.parse(noted);
  const time = AT.safeParse(parsed);
  if (!time.success) return undefined;
  const { at, ...rest } = time.data;
  const progress = progressSchema.safeParse(rest);
  return progress.success ? { progress: progress.data, at: Date.parse(at) } : undefined;
}

/** Has it been silent for so long that it may have died? */
export function isQuiet({ at }: LastWord, now: number): boolean {
  return now - at > QUIET_MS;
}
