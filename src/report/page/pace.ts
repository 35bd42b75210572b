import type { PaceMinute } from '../../checkpoint/index.js';
import { counted, number } from '../../layout.js';
import { forecast } from '../forecast.js';
import type { Summary } from '../summary.js';
import { type Colour, facts, table } from './figures.js';
import { html, type Markup } from './markup.js';
import type { PageContext, Stage } from './page-context.js';
import { rate, type Slice, slicesOf } from './timeline.js';

const MOST_BARS = 120;
const MOST_LINES = 24;
/** The pace of these last minutes is what an end is foretold by. */
const RECENT_MINUTES = 10;

/** How fast it went, and how long the rest will take. Undefined where nothing was sent yet. */
export function pace(summary: Summary, minutes: readonly PaceMinute[], stage: Stage): Markup | undefined {
  const { requests, items } = summary;
  if (!requests || requests.write + requests.read === 0) return undefined;
  const { needed_writes: needed } = requests;
  const left = items.by_state.pending + items.by_state['in progress'];
  return html`${facts([
    ['Writes', requests.write],
    [
      'of these, needed at the least',
      needed > 0
        ? html`${number(needed)} <span class="quiet">(${(requests.write / needed).toFixed(2)} writes for each)</span>`
        : undefined,
    ],
    ['Reads', requests.read],
    ['Answered “slow down” (429)', requests.throttled],
    ['Still to go at the last pace', stage === 'running' && left > 0 ? untilEnd(minutes, left) : undefined],
  ])}${plot(slicesOf(minutes, MOST_BARS))}${paceTable(slicesOf(minutes, MOST_LINES))}`;
}

/** What a plan would take. */
export function expectedPace(plan: NonNullable<PageContext['plan']>): Markup {
  const { writes, reads, creates, changes, statusChanges, uploads, hours } = forecast(plan.remaining, plan);
  const limit = plan.write === 'off' ? 'off' : `${number(plan.write.requests)} in ${number(plan.write.windowMs / 1000)} s`;
  return html`${facts([
    ['Write limit', limit],
    ['Time at the limits', hours === undefined ? 'no limit is kept' : duration(hours * 3_600_000)],
  ])}${table(
    'Requests that it takes if all goes well',
    [{ name: 'Request' }, { name: 'How many', number: true }],
    (
      [
        ['create a user', creates],
        ['change a user', changes],
        ['set a stricter status', statusChanges],
        ['upload a face', uploads],
        ['all writes', writes],
        ['reads', reads],
      ] as const
    ).filter(([, count]) => count > 0),
  )}`;
}

function untilEnd(minutes: readonly PaceMinute[], left: number): string {
  // The last minute is not over yet.
  const recent = minutes.slice(-RECENT_MINUTES - 1, -1);
  const people = recent.reduce((sum, minute) => sum + minute.people, 0);
  const span = (recent.at(-1)?.minute ?? 0) - (recent[0]?.minute ?? 0) + 1;
  return people === 0 ? 'not to be told yet' : `about ${duration((left / people) * span * 60_000)}`;
}

const HEIGHT = 100;
/** Above the highest value, so that a limit which is kept to can be seen. */
const ROOM = 8;
const BOTTOM = ROOM + HEIGHT;

interface Panel {
  readonly colour: Colour;
  /** The highest value, by the minute. */
  readonly most: number;
  readonly value: (slice: Slice) => number;
  /** What is drawn over the bars, and how far it goes below them. */
  readonly over?: { readonly marks: Markup; readonly below: number };
}

/** Writes with their limit above, people below, and a line of marks for what got in the way. */
function plot(slices: readonly Slice[]): Markup {
  if (slices.length < 3) return html``;
  const [first, last] = [slices[0], slices.at(-1)];
  const writes = (slice: Slice) => rate(slice.writes, slice);
  const people = (slice: Slice) => rate(slice.people, slice);
  const mostWrites = Math.max(1, ...slices.flatMap((slice) => [writes(slice), slice.limit ?? 0]));
  const over = { marks: limitsAndThrottling(slices, mostWrites), below: 12 };
  return html`<figure class="plots"><figcaption>Writes a minute ${marksKey(slices)}</figcaption>
${panel(slices, { colour: 'blue', most: mostWrites, value: writes, over })}
<figcaption>People a minute</figcaption>
${panel(slices, { colour: 'green', most: Math.max(1, ...slices.map(people)), value: people })}
<div class="axis n" aria-hidden="true"><span>${first && clock(first.from)}</span><span>${last && clock(last.to)}</span></div></figure>`;
}

/** The table below says the same, so a screen reader has no need of it. */
function panel(slices: readonly Slice[], { colour, most, value, over }: Panel): Markup {
  const parts = slices.map((slice, x) => {
    const height = (HEIGHT * value(slice)) / most;
    return html`${slice.outageMs > 0 && html`<rect class="outage" x="${x}" width="1" height="${BOTTOM}"/>`}<rect class="${colour}" x="${x + 0.08}" width=".84" y="${(BOTTOM - height).toFixed(2)}" height="${height.toFixed(2)}"/>${slice.afterPause && html`<line class="pause" x1="${x}" x2="${x}" y2="${BOTTOM}"/>`}`;
  });
  return html`<div class="panel"><span class="most n" aria-hidden="true">${number(Math.round(most))}</span><svg viewBox="0 0 ${slices.length} ${BOTTOM + (over?.below ?? 0)}" preserveAspectRatio="none" aria-hidden="true">${parts}${over?.marks}</svg></div>`;
}

function limitsAndThrottling(slices: readonly Slice[], most: number): Markup {
  return html`${slices.map(({ limit, throttled }, x) => {
    const y = (BOTTOM - (HEIGHT * (limit ?? 0)) / most).toFixed(2);
    return html`${limit !== null && html`<line class="limit" x1="${x}" x2="${x + 1}" y1="${y}" y2="${y}"/>`}${throttled > 0 && html`<rect class="orange" x="${x + 0.08}" width=".84" y="${BOTTOM + 4}" height="8"/>`}`;
  })}`;
}

function marksKey(slices: readonly Slice[]): Markup {
  const limited = slices.some(({ limit }) => limit !== null);
  const throttled = slices.some((slice) => slice.throttled > 0);
  const out = slices.some(({ outageMs }) => outageMs > 0);
  const paused = slices.some(({ afterPause }) => afterPause);
  return html`${limited && html`<span class="line-key">the limit</span>`}${throttled && html`<span class="mark-key">429</span>`}${out && html`<span class="mark-key outage-key">Didit was out</span>`}${paused && html`<span class="mark-key pause-key">the run had rested</span>`}`;
}

function paceTable(slices: readonly Slice[]): Markup {
  return table(
    'By time (UTC)',
    [
      { name: 'From' },
      { name: 'Minutes', number: true },
      { name: 'People', number: true },
      { name: 'Writes', number: true },
      { name: 'Reads', number: true },
      { name: 'Limit a minute', number: true },
      { name: '429', number: true },
      { name: 'Didit out', number: true },
    ],
    slices.map((slice) => [
      html`<span class="clock">${clock(slice.from)}</span>`,
      (slice.to - slice.from) / 60_000,
      slice.people,
      slice.writes,
      slice.reads,
      slice.limit === null ? 'none' : Math.round(slice.limit),
      slice.throttled,
      slice.outageMs === 0 ? '0' : duration(slice.outageMs),
    ]),
  );
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return counted(seconds, 'second');
  if (seconds < 5400) return counted(Math.round(seconds / 60), 'minute');
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} hours` : `${(seconds / 86_400).toFixed(1)} days`;
}
