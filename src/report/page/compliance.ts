import { bytes } from '../../bytes.js';
import type { NotActive } from '../../checkpoint/index.js';
import { number } from '../../layout.js';
import type { Summary } from '../summary.js';
import type { NameOf } from './decisions.js';
import { facts, table } from './figures.js';
import { cut, html, type Markup, outside } from './markup.js';
import type { PageSource } from './page-source.js';
import { verified } from './verified.js';

const MOST_PEOPLE = 100;
const MOST_DECISIONS = 200;

/** Who came over with which verdict, by which rule, and what was left out; with room for a signature. */
export function compliance(summary: Summary, { evidence }: PageSource, nameOf: NameOf): Markup {
  return html`<h3>Where it came from, and where it went</h3>
${facts([
  ['Target', summary.target === null ? undefined : outside(summary.target)],
  ['Part of the people', summary.shard ?? undefined],
  ['People of an earlier export who are not in the last one', summary.items.absent_from_last_export || undefined],
])}
${exportsTable(summary)}
<h3>Former verdict, rule and status</h3>
${decisionsTable(evidence)}
<h3>Left out</h3>
${leftOut(summary)}
<h3>Several records of one person</h3>
${several(summary, evidence, nameOf)}
<h3>Who is not to be ACTIVE</h3>
<p>Somebody who is to be BLOCKED is created FLAGGED and then blocked, so that nobody is ACTIVE in between.</p>
${notActive(evidence.notActive())}
<h3>Read back from Didit</h3>
${verified(summary.verification)}
<h3>Signed</h3>
<div class="sign">${['Prepared by', 'Approved by (compliance)', 'Asked at the former provider', 'Asked at Didit', 'Date and place', 'Signature'].map((label) => html`<div><span>${label}</span></div>`)}</div>`;
}

function exportsTable({ exports }: Summary): Markup {
  return table(
    'Exports',
    [
      { name: 'File' },
      { name: 'Records', number: true },
      { name: 'Size', number: true },
      { name: 'Mapping' },
      { name: 'SHA-256 of the file, and of the mapping' },
    ],
    exports.map(({ file, format, records, elsewhere, bytes: size, mapping, mapping_hash, sha256 }) => [
      html`${outside(file)} <span class="quiet">${format.toUpperCase()}</span>`,
      records.total + elsewhere,
      size === null ? '' : bytes(size),
      outside(mapping),
      html`<span class="id">${sha256 ?? 'being read'}</span><span class="id">${mapping_hash}</span>`,
    ]),
  );
}

function decisionsTable(evidence: PageSource['evidence']): Markup {
  const decisions = evidence.decisions();
  const rest = decisions.slice(MOST_DECISIONS).reduce((sum, { people }) => sum + people, 0);
  return html`${table(
    'What became of the former verdicts',
    [
      { name: 'Former verdict' },
      { name: 'Row of the mapping that decided' },
      { name: 'Status' },
      { name: 'People', number: true },
      { name: 'Didit has it', number: true },
    ],
    decisions
      .slice(0, MOST_DECISIONS)
      .map(({ former, row, wanted, people, confirmed }) => [
        former === null ? html`<span class="quiet">none</span>` : cut(former),
        row === null ? '' : cut(row),
        wanted,
        people,
        confirmed,
      ]),
  )}${rest > 0 && html`<p>${number(rest)} people have other verdicts; results.csv has them all.</p>`}`;
}

function leftOut({ skipped, records, problems }: Summary): Markup {
  const reasons = Object.entries(skipped).map(([reason, count]) => [cut(reason || 'no reason given'), count]);
  return reasons.length + records.invalid === 0
    ? html`<p>Nobody: every record was used.</p>`
    : html`<div class="figures">${table('Skipped records, by the mapping’s reason', [{ name: 'Reason' }, { name: 'Records', number: true }], reasons)}${table(
        `Invalid records: ${number(records.invalid)}; one may have several codes`,
        [{ name: 'Code' }, { name: 'Records', number: true }],
        problems.map(({ code, count }) => [html`<a href="#code-${code}"><code>${code}</code></a>`, count]),
      )}</div>`;
}

const NOTES: Readonly<Record<string, string>> = {
  fraud_then_pass: 'fraud was found, and passed later',
  names_differ: 'the records disagree about the surname',
  births_differ: 'the records disagree about the birth date',
};

function several({ items }: Summary, evidence: PageSource['evidence'], nameOf: NameOf): Markup {
  const { with_several_records: people, look_alikes: alike, notes } = items;
  const rows = evidence.severalRecords(MOST_PEOPLE);
  return html`${facts([
    ['People with several records: the newest final decision counts', people],
    ['Fraud was found and passed later: they are FLAGGED', notes.fraud_then_pass ?? 0],
    ['Same name and birth date under different ids: never joined', alike.people],
  ])}${table(
    rows.length < people
      ? `The first ${rows.length} of ${number(people)} people with several records`
      : 'People with several records',
    [{ name: 'Person' }, { name: 'Status' }, { name: 'Record that decides' }, { name: 'Others' }, { name: 'To know' }],
    rows.map(({ vendorData, wanted, winner, others, notes }) => [
      nameOf(vendorData),
      wanted,
      outside(winner),
      html`${others.map((other, index) => html`${index > 0 && ', '}${outside(other)}`)}`,
      notes.map((note) => NOTES[note] ?? note).join('; '),
    ]),
  )}`;
}

function notActive(rows: readonly NotActive[]): Markup {
  if (rows.length === 0) return html`<p>Everybody is to be ACTIVE.</p>`;
  return table(
    'People who are FLAGGED or BLOCKED',
    [{ name: 'Status' }, { name: 'How they came to it' }, { name: 'Didit shows' }, { name: 'People', number: true }],
    rows.map((row) => [
      row.wanted,
      way(row),
      row.seen === null ? html`<span class="quiet">nothing yet</span>` : outside(row.seen),
      row.people,
    ]),
  );
}

function way({ wanted, origin, before, seen, createdSo }: NotActive): Markup {
  if (origin === null) return html`not sent yet`;
  if (origin === 'existing') return html`in Didit before${before !== null && html`, as ${outside(before)}`}`;
  if (!createdSo) return html`created, and changed by a later export`;
  if (seen === 'ACTIVE') return html`created FLAGGED; it was not the migration that made them ACTIVE`;
  const blocked = wanted === 'BLOCKED' && (seen === 'BLOCKED' ? ', then blocked' : ', to be blocked');
  return html`created FLAGGED${blocked}: never ACTIVE`;
}
