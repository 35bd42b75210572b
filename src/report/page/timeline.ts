import type { PaceMinute } from '../../checkpoint/index.js';

/** Some minutes of a run that are drawn as one. Rates are by the minute. */
export interface Slice {
  /** In milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly people: number;
  readonly writes: number;
  readonly reads: number;
  readonly throttled: number;
  readonly outageMs: number;
  /** Writes a minute; null where no limit was kept. */
  readonly limit: number | null;
  /** The run had rested before. */
  readonly afterPause: boolean;
}

const MINUTE = 60_000;
/** A longer rest between two minutes is not drawn. */
const PAUSE_MINUTES = 30;

/** Minutes as at most about so many slices of one length; rests of half an hour and more are left out. */
export function slicesOf(minutes: readonly PaceMinute[], most: number): Slice[] {
  const length = Math.max(1, Math.ceil(drawnMinutes(minutes) / most));
  const slices: Slice[] = [];
  let begin = 0;
  let last: number | undefined;
  for (const each of minutes) {
    const paused = last !== undefined && each.minute - last > PAUSE_MINUTES;
    if (last === undefined || paused) begin = each.minute;
    begin += Math.floor((each.minute - begin) / length) * length;
    const open = slices.at(-1);
    if (open?.from === begin * MINUTE) slices[slices.length - 1] = joined(open, each);
    else slices.push(joined(emptySlice(begin, length, paused), each));
    last = each.minute;
  }
  return slices;
}

function drawnMinutes(minutes: readonly PaceMinute[]): number {
  return minutes.reduce((sum, { minute }, index) => {
    const gap = minute - (minutes[index - 1]?.minute ?? minute - 1);
    return sum + (gap > PAUSE_MINUTES ? 1 : gap);
  }, 0);
}

function emptySlice(minute: number, length: number, afterPause: boolean): Slice {
  const nothing = { people: 0, writes: 0, reads: 0, throttled: 0, outageMs: 0, limit: null };
  return { from: minute * MINUTE, to: (minute + length) * MINUTE, ...nothing, afterPause };
}

function joined(slice: Slice, { people, writes, reads, throttled, outageMs, limit }: PaceMinute): Slice {
  return {
    ...slice,
    people: slice.people + people,
    writes: slice.writes + writes,
    reads: slice.reads + reads,
    throttled: slice.throttled + throttled,
    outageMs: slice.outageMs + outageMs,
    limit: limit ?? slice.limit,
  };
}

/** By the minute. */
export function rate(count: number, { from, to }: Pick<Slice, 'from' | 'to'>): number {
  return (count * MINUTE) / (to - from);
}
