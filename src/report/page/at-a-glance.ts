import { counted, number } from '../../layout.js';
import { nextStep, outcome } from '../next-step.js';
import { refusedFaces } from '../people-text.js';
import type { Summary } from '../summary.js';
import { type Share, sharesChart } from './figures.js';
import { html, type Markup } from './markup.js';
import type { Stage } from './page-context.js';

/**
 * The first lines of the page: how it went, and what to do next.
 * @param open how many rows need a decision
 * @param command the run that comes next, as it is typed
 */
export function headline(summary: Summary, stage: Stage, open: number, command: string | undefined): Markup {
  const plan = stage === 'plan';
  const { items, faces } = summary;
  const { total, pending } = items.by_state;
  const tiles = [
    { label: plan ? 'people to migrate' : 'people', count: total, shown: true },
    { label: 'in Didit', count: items.by_origin.total, shown: !plan },
    { label: 'not begun', count: pending, shown: !plan && pending > 0 },
    { label: open === 1 ? 'needs a decision' : 'need a decision', count: open, shown: true, hot: open > 0 },
    { label: 'faces wanted', count: faces.by_state.total, shown: plan && faces.by_state.total > 0 },
    { label: 'faces uploaded', count: faces.by_state.uploaded, shown: !plan && faces.by_state.total > 0 },
  ].filter(({ shown }) => shown);
  const again = command !== undefined && stage !== 'running' && isCommandNext(summary);
  return html`<h1>${plan ? planOutcome(summary) : outcome(summary)}</h1>
<ul class="tiles">${tiles.map(({ label, count, hot }) => html`<li${hot && html` class="hot"`}><b class="n">${number(count)}</b> ${label}</li>`)}</ul>
<div class="next"><p><b>Next:</b> ${next(summary, stage)}</p>${again && html`<pre tabindex="0" role="region" aria-label="The next command"><code>${command}</code></pre>`}</div>`;
}

/** Where everybody, every record and every face is. */
export function atAGlance(summary: Summary, stage: Stage): Markup {
  const { items, records } = summary;
  const { by_state: people } = items;
  const states = sharesChart('People', [
    { label: 'done', count: people.done, colour: 'blue' },
    { label: 'right, but for a face (partial)', count: people.partial, colour: 'sky' },
    { label: 'somebody has to decide (held)', count: people.held, colour: 'orange' },
    { label: 'failed', count: people.failed, colour: 'red' },
    { label: 'in progress', count: people['in progress'], colour: 'purple' },
    { label: 'not begun', count: people.pending, colour: 'grey' },
  ]);
  // Nobody of a plan has begun.
  return html`<div class="figures">${stage !== 'plan' && states}${sharesChart('Statuses that they are to have', [
    { label: 'ACTIVE', count: items.by_wanted_status.ACTIVE, colour: 'blue' },
    { label: 'FLAGGED', count: items.by_wanted_status.FLAGGED, colour: 'orange' },
    { label: 'BLOCKED', count: items.by_wanted_status.BLOCKED, colour: 'red' },
  ])}${sharesChart('Records of the exports', [
    { label: 'used', count: records.used, colour: 'blue' },
    { label: 'skipped, as the mapping says', count: records.skipped, colour: 'grey' },
    { label: 'invalid', count: records.invalid, colour: 'red' },
    { label: 'superseded by a later export', count: records.superseded, colour: 'sky' },
    { label: 'of people in other parts', count: summary.elsewhere, colour: 'purple' },
  ])}${sharesChart('Faces', faceShares(summary.faces))}</div>`;
}

function faceShares(faces: Summary['faces']): Share[] {
  const { by_state: states, left_for_later: left } = faces;
  const refused = refusedFaces(faces);
  return [
    { label: 'uploaded', count: states.uploaded, colour: 'blue' },
    { label: 'missing or unusable here', count: refused.here, colour: 'orange' },
    { label: 'refused by Didit', count: refused.byDidit, colour: 'red' },
    { label: 'unknown: may be there', count: states.unknown, colour: 'purple' },
    { label: 'left for a later run', count: left, colour: 'sky' },
    { label: 'not uploaded yet', count: states.pending - left, colour: 'grey' },
  ];
}

function planOutcome({ items, records }: Summary): string {
  if (items.by_state.total === 0) return 'No record of the export can be used.';
  return `The plan: ${counted(items.by_state.total, 'person', 'people')} out of ${counted(records.total, 'record')}. Nothing was sent.`;
}

function next(summary: Summary, stage: Stage): string {
  if (stage === 'running') return 'the run goes on; didit-migrate report writes this page again.';
  return stage === 'plan' ? planNext(summary) : nextStep(summary);
}

function planNext({ items, rejects }: Summary): string {
  if (items.by_state.total === 0) return 'look below for what is wrong with the records.';
  return rejects['rejects.csv'] + rejects['rejects.ndjson'] > 0
    ? 'look at what needs a decision, mend what can be mended, and run it. Whoever is mended later follows with the same command.'
    : 'run it. It shows this plan again and asks before it writes.';
}

/** Would the command of the run do anything more? */
function isCommandNext({ finished, rejects, faces, items }: Summary): boolean {
  const rejected = rejects['rejects.csv'] + rejects['rejects.ndjson'];
  return items.by_state.total > 0 && (!finished || rejected > 0 || faces.left_for_later > 0);
}
