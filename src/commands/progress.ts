import { SingleBar } from 'cli-progress';
import type { Client } from '../didit/index.js';
import type { Logger } from '../logger.js';
import type { ItemState } from '../model.js';
import type { RequestLimit } from '../settings.js';
import type { Terminal } from './terminal.js';

const LOG_EVERY_MS = 10_000;
const DRAW_EVERY_MS = 500;

export interface ProgressOptions {
  readonly terminal: Terminal;
  readonly bar: boolean;
  readonly logger: Logger;
  /** People that this run takes up. */
  readonly total: number;
  /** Writes that they need if all goes well. */
  readonly writes: number;
  readonly writeLimit: RequestLimit;
  /** Unanswered uploads that are waited for. */
  readonly settling: () => number;
}

export interface Progress {
  readonly onItem: (state: ItemState) => void;
  readonly end: () => void;
}

/** Shows how far a run is: a bar on a terminal, a log line every ten seconds elsewhere. */
export function showProgress(client: Pick<Client, 'state' | 'sent'>, options: ProgressOptions): Progress {
  const { terminal, logger, total, writes, writeLimit } = options;
  const counts = { done: 0, partial: 0, failed: 0, held: 0 };
  const startedAt = Date.now();
  const facts = () => {
    const ended = counts.done + counts.partial + counts.failed + counts.held;
    const minutes = (Date.now() - startedAt) / 60_000;
    const secondsLeft = secondsUntilEnd({ ended, total, minutes, writes, sent: client.sent().write, writeLimit });
    return {
      ended,
      ...counts,
      perMinute: minutes > 0 ? Math.round(ended / minutes) : 0,
      secondsLeft,
      waiting: waitingFor(client.state(), writeLimit, options.settling(), Date.now()),
    };
  };

  const drawing = options.bar && terminal.screen;
  const bar = drawing
    ? new SingleBar({
        format: '{bar} {line}',
        barsize: 12,
        hideCursor: true,
        clearOnComplete: true,
        linewrap: null,
        stream: process.stderr,
      })
    : undefined;
  bar?.start(Math.max(1, total), 0, { line: '' });
  const draw = () => {
    const { ended, ...rest } = facts();
    bar?.update(ended, { line: progressLine({ ended, total, ...rest }) });
  };
  const timer = setInterval(() => (bar ? draw() : logger.info(facts(), 'progress')), bar ? DRAW_EVERY_MS : LOG_EVERY_MS);

  return {
    onItem: (state) => {
      if (state in counts) counts[state as keyof typeof counts] += 1;
    },
    end: () => {
      clearInterval(timer);
      bar?.stop();
      if (!bar) logger.info(facts(), 'ended');
    },
  };
}

/** One line that says how far, how it went, and why nothing moves; it fits beside the bar on 80 columns while all goes well. */
export function progressLine(at: {
  readonly ended: number;
  readonly total: number;
  readonly partial: number;
  readonly failed: number;
  readonly held: number;
  readonly perMinute: number;
  readonly secondsLeft: number | undefined;
  readonly waiting: string;
}): string {
  const troubles = (['partial', 'failed', 'held'] as const)
    .filter((state) => at[state] > 0)
    .map((state) => `${at[state]} ${state}`);
  const left = at.secondsLeft === undefined ? [] : [`${duration(at.secondsLeft)} left`];
  return [`${at.ended}/${at.total} people`, ...troubles, `${at.perMinute}/min`, ...left, at.waiting].filter(Boolean).join('  ');
}

/** What the limit allows for the writes that are left, or what the pace so far promises: whichever is later. */
export function secondsUntilEnd(at: {
  readonly ended: number;
  readonly total: number;
  readonly minutes: number;
  readonly writes: number;
  readonly sent: number;
  readonly writeLimit: RequestLimit;
}): number | undefined {
  const left = at.total - at.ended;
  if (left <= 0) return 0;
  const byPace = at.ended > 0 ? (left / at.ended) * at.minutes * 60 : 0;
  const byLimit =
    at.writeLimit === 'off' ? 0 : (Math.max(0, at.writes - at.sent) / at.writeLimit.requests) * (at.writeLimit.windowMs / 1000);
  const seconds = Math.max(byPace, byLimit);
  return seconds > 0 ? Math.round(seconds) : undefined;
}

/** Why nothing moves, if nothing does. */
export function waitingFor(state: ReturnType<Client['state']>, writeLimit: RequestLimit, settling: number, now: number): string {
  const [outage] = state.outages;
  if (outage) return `waiting: Didit has accepted no ${outage.name} for ${duration(Math.round((now - outage.since) / 1000))}`;
  const shared = state.write.waiting ?? state.read.waiting;
  if (shared !== undefined) return shared;
  const pausedUntil = Math.max(state.write.pausedUntil, state.read.pausedUntil);
  if (pausedUntil > now) return `waiting ${duration(Math.ceil((pausedUntil - now) / 1000))} as Didit asked`;
  if (writeLimit !== 'off' && state.write.used >= writeLimit.requests) return 'at the write limit';
  return settling > 0 ? `giving ${settling} unanswered upload${settling === 1 ? '' : 's'} time to arrive` : '';
}

export function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} days`;
}
