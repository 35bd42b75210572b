import type { HumanRow } from '../../checkpoint/index.js';
import { type Code, sentence } from '../../errors.js';
import { number } from '../../layout.js';
import type { Finding, Summary } from '../summary.js';
import { cut, html, type Markup, outside } from './markup.js';

/** More rows than this nobody goes through on a page. */
export const MOST_ROWS = 5000;
/** The longest one of ours is much shorter; a word of the export may stand in it. */
const LONGEST_SENTENCE = 400;

/** How a person is called on the page. */
export type NameOf = (vendorData: string) => Markup;

const KINDS: Readonly<Record<HumanRow['kind'], string>> = {
  held: 'held',
  failed: 'failed',
  invalid: 'invalid record',
  face: 'face',
};

/** What each code means and how to mend it. */
export function codesToDecide({ items, problems, faces }: Summary): Markup {
  const groups = [
    { title: 'People who are held or failed', findings: items.problems },
    { title: 'Records that cannot be used', findings: problems },
    { title: 'Faces', findings: faces.problems },
  ].filter(({ findings }) => findings.length > 0);
  const all = groups.flatMap(({ findings }) => findings);
  // A code may stand in two groups; the rows lead to the first.
  const anchorOf = (finding: Finding) =>
    all.find(({ code }) => code === finding.code) === finding ? `code-${finding.code}` : undefined;
  return html`${groups.map(({ title, findings }) => html`<h3>${title}</h3><ul class="codes">${findings.map((finding) => codeCard(finding, anchorOf(finding)))}</ul>`)}`;
}

function codeCard({ code, count, examples, sentence: says, help }: Finding, anchor: string | undefined): Markup {
  const [first] = examples;
  return html`<li${anchor !== undefined && html` id="${anchor}"`}><p class="code"><code>${code}</code> <b class="n">${number(count)}</b><button type="button" class="filter" data-code="${code}" hidden>Show these</button></p>
<p>${count > 1 && first !== undefined && html`<span class="quiet">Record ${outside(first)}:</span> `}${cut(says, LONGEST_SENTENCE)}</p><p class="help">${help}</p></li>`;
}

/** The head of the list, with what searches it where scripts run. */
export function rowsHead(shown: number, all: number, codes: readonly Code[]): Markup {
  return html`<h3 id="rows-title">One by one</h3>
<p>${shown < all ? `The first ${number(shown)} of ${number(all)}; the others are in results.csv and in the files of rejects.` : `All ${number(all)}.`} A record is named by its number in the export.</p>
<form class="tools" role="search" hidden><label>Search <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
<label>Code <select name="code"><option value="">all</option>${[...new Set(codes)].map((code) => html`<option>${code}</option>`)}</select></label>
<output name="count" aria-live="polite"></output></form>
<table class="rows" id="rows" role="table" aria-labelledby="rows-title"><thead role="rowgroup"><tr role="row">${COLUMNS.map((name) => html`<th scope="col" role="columnheader">${name}</th>`)}</tr></thead><tbody role="rowgroup">`;
}

const COLUMNS = ['Record', 'Person', 'What is wrong', 'Verdict'];

export const ROWS_END = html`</tbody></table>
<p class="print-only">Printed are the first 200 rows of the list; all are in the file.</p>`;

export function humanRow(row: HumanRow, nameOf: NameOf): Markup {
  const { kind, record, vendorData, diditId, problems } = row;
  return html`<tr role="row" data-codes="${problems.map(({ code }) => code).join(' ')}"><td role="cell" class="n">${outside(record)}</td><td role="cell">${vendorData === null ? html`<span class="quiet">no id</span>` : nameOf(vendorData)}${diditId !== null && html`<span class="id">${diditId}</span>`}</td><td role="cell"><span class="chip ${kind}">${KINDS[kind]}</span> ${problems.map(problemText)}</td><td role="cell">${verdict(row)}</td></tr>
`;
}

function problemText({ code, field, detail = {} }: HumanRow['problems'][number]): Markup {
  return html`<span class="problem"><a href="#code-${code}"><code>${code}</code></a> ${cut(sentence(code, field === undefined ? detail : { field, ...detail }), LONGEST_SENTENCE)}</span>`;
}

function verdict({ former, wanted, statusSeen }: HumanRow): Markup {
  const differs = statusSeen !== null && statusSeen !== wanted;
  return html`${former !== null && cut(former)}${wanted !== null && html` → ${wanted}`}${differs && html`<span class="differs">Didit has ${outside(statusSeen)}</span>`}`;
}
