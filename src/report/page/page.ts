import { createHash, createHmac } from 'node:crypto';
import { number } from '../../layout.js';
import { userKey } from '../../model.js';
import type { Summary } from '../summary.js';
import { atAGlance, headline } from './at-a-glance.js';
import { compliance } from './compliance.js';
import { codesToDecide, humanRow, MOST_ROWS, type NameOf, ROWS_END, rowsHead } from './decisions.js';
import { faces } from './faces.js';
import { leftBehind } from './left-behind.js';
import { cut, html, Markup } from './markup.js';
import { expectedPace, pace } from './pace.js';
import type { PageContext, Stage } from './page-context.js';
import type { PageSource } from './page-source.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/** A run notes every second that it is at work. */
const QUIET_MS = 15_000;

/**
 * `report.html` in pieces: one file that asks nobody for anything, also while a run goes on. It holds ids, codes and figures, and
 * nobody's name, birth date, e-mail or image. The rows are already in it, so it can be read and printed without any script.
 */
export function* reportPage(source: PageSource, summary: Summary, context: PageContext): Generator<string> {
  const all = source.humanRows.count();
  const stage = stageOf(source, context);
  const paced = context.plan ? expectedPace(context.plan) : pace(summary, source.pace.minutes(), stage);
  const nameOf = namesFor(source, context);
  const facesPart = faces(summary, source);
  const leftPart = leftBehind(source);
  const titles = [
    'At a glance',
    'Needs a decision',
    'For compliance',
    ...(paced ? ['Pace'] : []),
    ...(facesPart ? ['Faces'] : []),
    ...(leftPart ? ['What was left behind'] : []),
  ];
  let nth = 0;
  const begin = () => sectionHead(titles[nth] ?? '', ++nth);

  yield head(context).text;
  yield top(summary, context, all, stage, titles).text;
  yield html`${begin()}${atAGlance(summary, stage)}</section>${begin()}`.text;
  if (all === 0) yield html`<p>Nothing: nobody is held or failed, every record could be used, and no face is missing.</p>`.text;
  else yield* decisions(source, summary, all, nameOf);
  yield html`</section>${begin()}${compliance(summary, source, nameOf)}</section>`.text;
  for (const part of [paced, facesPart, leftPart]) if (part) yield html`${begin()}${part}</section>`.text;
  yield foot(context).text;
}

function* decisions(source: PageSource, summary: Summary, all: number, nameOf: NameOf): Generator<string> {
  const codes = [...summary.items.problems, ...summary.problems, ...summary.faces.problems].map(({ code }) => code);
  yield codesToDecide(summary).text;
  yield rowsHead(Math.min(all, MOST_ROWS), all, codes).text;
  for (const row of source.humanRows.first(MOST_ROWS)) yield humanRow(row, nameOf).text;
  yield ROWS_END.text;
}

function top(summary: Summary, context: PageContext, open: number, stage: Stage, titles: readonly string[]): Markup {
  const at = `${summary.generated_at.slice(0, 16).replace('T', ' ')} UTC`;
  return html`<header><p class="eyebrow">${stage === 'plan' ? 'Plan of a migration' : 'Report of a migration'}, ${stage === 'running' ? 'while it runs: ' : ''}as of ${at}</p>
${headline(summary, stage, open, context.command)}
<nav aria-label="Sections"><ol>${titles.map((title, index) => html`<li><a href="#s${index + 1}">${title}${index === 1 && open > 0 && ` (${number(open)})`}</a></li>`)}</ol></nav></header><main id="main">`;
}

function sectionHead(title: string, nth: number): Markup {
  return html`<section aria-labelledby="s${nth}"><h2 id="s${nth}"><span class="no" aria-hidden="true">${nth}</span>${title}</h2>`;
}

/** A plan is that of a checkpoint of its own, in which nothing runs. */
function stageOf({ meta }: PageSource, { plan, generatedAt }: PageContext): Stage {
  if (plan) return 'plan';
  const activeAt = meta.get('active_at');
  return activeAt !== undefined && generatedAt.getTime() - Number(activeAt) < QUIET_MS ? 'running' : 'at rest';
}

/** As they are, or keyed: the same person has the same hash in every report of a checkpoint, and nobody can guess an id from it. */
function namesFor({ meta }: PageSource, { redact = false }: PageContext): NameOf {
  if (!redact) return cut;
  const secret = meta.get('secret') ?? '';
  return (vendorData) =>
    html`<span class="n">#${createHmac('sha256', secret).update(userKey(vendorData)).digest('hex').slice(0, 16)}</span>`;
}

const hashed = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
/** Nothing but the page's own style and script, and nothing from anywhere else. */
const POLICY = `default-src 'none'; style-src ${hashed(STYLE)}; script-src ${hashed(SCRIPT)}; base-uri 'none'; form-action 'none'`;

function head({ plan }: PageContext): Markup {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<title>${plan ? 'Plan' : 'Report'} of a migration to Didit</title><style>${new Markup(STYLE)}</style></head><body><a class="skip" href="#main">To the report</a>`;
}

function foot({ redact = false, plan }: PageContext): Markup {
  return html`</main><footer><p>This page holds ids, codes and figures, and loads nothing. ${redact && 'Instead of vendor_data it shows keyed hashes; the number of the record leads to the person. '}${!plan && 'Everybody is in results.csv beside it, which joins vendor_data to didit_internal_id; all figures are in summary.json.'}</p></footer><script>${new Markup(SCRIPT)}</script></body></html>
`;
}
