import { counted, number } from '../layout.js';
import type { Progress, Waiting, Working } from './progress.js';

const ENDS = ['done', 'partial', 'failed', 'held'] as const;
/** How people have ended, in the words of what is done with them. */
const WORDS: Readonly<Record<Working['phase'], Partial<Record<(typeof ENDS)[number], string>>>> = {
  migrating: {},
  checking: { done: 'as they were left', failed: 'to look at' },
  'taking back': { done: 'settled', failed: 'unproven' },
};

/** What stands beside the bar. */
export function headline(progress: Progress): string {
  if (progress.phase === 'reading') return counted(progress.records, 'record');
  if (progress.phase === 'looking for faces') return `${number(progress.faces)} of ${counted(progress.of, 'face')}`;
  if (progress.phase === 'asking') return 'waits for a yes';
  const { people, of, phase } = progress;
  const states = ENDS.flatMap((end) => (progress[end] > 0 ? [`${number(progress[end])} ${WORDS[phase][end] ?? end}`] : []));
  return [`${number(people)} of ${counted(of, 'person', 'people')}`, ...states].join('  ');
}

/** What stands below it: the pace, and what it waits for. */
export function details(progress: Working): [pace: string, waiting: string] {
  const { per_minute, writes, seconds_left, waiting } = progress;
  const pace = [
    ...(per_minute === null
      ? []
      : [`${number(per_minute < 10 ? Math.round(per_minute * 10) / 10 : Math.round(per_minute))} people/min`]),
    ...(writes === null ? [] : [`${number(writes.used)}/${number(writes.limit)} writes in ${duration(writes.window_seconds)}`]),
    ...(seconds_left === null ? [] : [`about ${duration(seconds_left)} left`]),
  ];
  return [pace.join('  '), waiting === null ? '' : waitingText(waiting)];
}

/** From 0 to 1; undefined where there is no knowing. */
export function shareOf(progress: Progress): number | undefined {
  if (progress.phase === 'reading') return progress.share ?? undefined;
  if (progress.phase === 'asking') return undefined;
  const [part, whole] = 'people' in progress ? [progress.people, progress.of] : [progress.faces, progress.of];
  return whole === 0 ? 1 : part / whole;
}

/** All in one line, for where lines are not drawn over. */
export function progressLine(progress: Progress): string {
  const rest = 'people' in progress ? details(progress) : [];
  return [`${progress.phase}: ${headline(progress)}`, ...rest].filter(Boolean).join('  ');
}

function waitingText(waiting: Waiting): string {
  if (waiting.for === 'uploads') return `gives ${counted(waiting.count, 'unanswered upload')} time to arrive`;
  const time = duration(waiting.seconds);
  if (waiting.for === 'outage') return `waits: Didit has accepted no ${waiting.what} for ${time}`;
  if (waiting.for === 'redis') return `waits: Redis has not answered for ${time}`;
  if (waiting.for === 'redis_anew') return `waits ${time}: Redis does not know yet what was sent before`;
  if (waiting.for === 'retry_after') return `waits ${time}, as Didit asked`;
  const limit = waiting.for === 'limit' ? 'write limit' : 'read limit';
  return waiting.seconds > 0 ? `waits for the ${limit}, ${time} more` : `goes as fast as the ${limit} allows`;
}

export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} days`;
}
