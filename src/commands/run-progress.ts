import type { Checkpoint } from '../checkpoint/index.js';
import type { Calls } from '../didit/index.js';
import { MigrateError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { ItemState, RequestLimit } from '../model.js';
import {
  type Progress,
  progressLine,
  RecentPace,
  type Screen,
  secondsLeft,
  type Working,
  waitingFor,
} from '../progress/index.js';

const TICK_MS = 500;
const LOG_EVERY_MS = 10_000;
const NOTE_EVERY_MS = 2_000;
/** Without a limit the pace is even, and short slices of time will do. */
const SLICE_MS = 5_000;

export interface Audience {
  /** On a terminal; else there are log lines, where somebody logs. */
  readonly screen: Screen | undefined;
  readonly logger?: Logger;
  /** Where it is noted for whoever looks from outside. */
  readonly checkpoint?: Checkpoint;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** For `planExports`: what was read of exports whose sizes may be known. */
export function readingTo(progress: RunProgress, exports: readonly { readonly bytes?: number }[]) {
  const sizes = exports.map(({ bytes }) => bytes);
  const all = sizes.reduce<number | undefined>(
    (sum, bytes) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
    0,
  );
  return (records: number, bytes: number) => progress.reading(records, all ? Math.min(1, bytes / all) : undefined);
}

/** For `lookForFaces`. */
export function lookingTo(progress: RunProgress, { totals }: Checkpoint) {
  const all = totals.faces().pending;
  return (faces: number) => progress.looking(Math.min(faces, all), all);
}

export interface Work {
  readonly calls: Pick<Calls, 'state' | 'sent' | 'spent'>;
  /** People that this run takes up. */
  readonly people: number;
  /** Writes that they need if all goes well. */
  readonly writes: number;
  /** Of the writes. */
  readonly limit: RequestLimit;
  readonly readLimit: RequestLimit;
  /** Unanswered uploads that are waited for. */
  readonly uploads: () => number;
  /** Told when a note cannot be written, for instance because the disk is full. */
  readonly fail: (error: unknown) => void;
}

/** Tells everybody how far a run is, each as often as it is of use: the screen or the log, the checkpoint, and whoever called. */
export class RunProgress {
  readonly #audience: Audience;
  #timer: NodeJS.Timeout | undefined;
  readonly #toldAt = new Map<string, number>();
  #phase: Progress['phase'] | undefined;
  /** While it tells by itself. */
  #last: (() => void) | undefined;

  constructor(audience: Audience) {
    this.#audience = audience;
  }

  /** @param share of the exports, from 0 to 1; undefined where it cannot be told */
  reading(records: number, share: number | undefined): void {
    this.#tell({ phase: 'reading', records, share: share ?? null });
  }

  looking(faces: number, of: number): void {
    this.#tell({ phase: 'looking for faces', faces, of });
  }

  /** Until `end`, for whoever looks from outside it is noted again and again that somebody is still there to be asked. */
  asking(): void {
    this.#tell({ phase: 'asking' });
    this.#timer = setInterval(() => this.#note({ phase: 'asking' }), NOTE_EVERY_MS);
  }

  /** From now on it tells by itself, until `end`. Returns what is to be told of each person who has ended. */
  working(phase: Working['phase'], work: Work): (state: ItemState) => void {
    clearInterval(this.#timer);
    const counts = { done: 0, partial: 0, failed: 0, held: 0 };
    const { limit, readLimit, calls } = work;
    const pace = new RecentPace(limit === 'off' ? SLICE_MS : limit.windowMs, Date.now());
    const tell = () => {
      const now = Date.now();
      const people = counts.done + counts.partial + counts.failed + counts.held;
      pace.note(people, now);
      const perMinute = pace.perMinute();
      const left = { people: work.people - people, writes: Math.max(0, work.writes - calls.sent().write), limit, perMinute };
      const state = calls.state();
      const limits = { read: requestsOf(readLimit), write: requestsOf(limit) };
      const nextOf = (lane: 'read' | 'write') => {
        const spent = state[lane].used < (limits[lane] ?? Number.POSITIVE_INFINITY) ? [] : calls.spent()[lane];
        return spent.length > 0 ? Math.min(...spent) : undefined;
      };
      const standstill = {
        client: state,
        limits,
        nextAt: { read: nextOf('read'), write: nextOf('write') },
        uploads: work.uploads(),
      };
      this.#tell({
        phase,
        people,
        of: Math.max(work.people, people),
        ...counts,
        per_minute: perMinute ?? null,
        writes: limit === 'off' ? null : { used: state.write.used, limit: limit.requests, window_seconds: limit.windowMs / 1000 },
        seconds_left: secondsLeft(left) ?? null,
        waiting: waitingFor(standstill, now),
      });
    };
    const tick = () => {
      try {
        tell();
      } catch (error) {
        work.fail(error);
      }
    };
    this.#timer = setInterval(tick, TICK_MS);
    tick();
    this.#last = tell;
    return (state) => {
      if (state in counts) counts[state as keyof typeof counts] += 1;
    };
  }

  /** Says the last word, and leaves nothing behind. May be called again. */
  end(): void {
    clearInterval(this.#timer);
    const { checkpoint, screen } = this.#audience;
    try {
      this.#toldAt.clear();
      this.#last?.();
      checkpoint?.meta.delete('progress');
    } catch (error) {
      // The note stays then, and its time says that nobody has spoken since.
      if (!(error instanceof MigrateError && error.code === 'disk_full')) throw error;
    } finally {
      this.#last = undefined;
      screen?.close();
    }
  }

  #tell(progress: Progress): void {
    const { screen, logger, onProgress } = this.#audience;
    // A new phase is told at once to everybody.
    if (progress.phase !== this.#phase) this.#toldAt.clear();
    this.#phase = progress.phase;
    this.#every('caller', TICK_MS, () => onProgress?.(progress));
    if (screen) this.#every('screen', TICK_MS, () => screen.show(progress));
    else this.#every('log', LOG_EVERY_MS, () => logger?.info(progress, progressLine(progress)));
    this.#every('checkpoint', NOTE_EVERY_MS, () => this.#note(progress));
  }

  #note(progress: Progress): void {
    this.#audience.checkpoint?.meta.set('progress', JSON.stringify({ at: new Date().toISOString(), ...progress }));
  }

  #every(whom: string, ms: number, tell: () => void): void {
    const now = Date.now();
    // A tick that comes a moment early is still that tick.
    if (now - (this.#toldAt.get(whom) ?? 0) < ms - TICK_MS / 5) return;
    this.#toldAt.set(whom, now);
    tell();
  }
}

function requestsOf(limit: RequestLimit): number | undefined {
  return limit === 'off' ? undefined : limit.requests;
}
