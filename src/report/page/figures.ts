import { number } from '../../layout.js';
import { html, type Markup } from './markup.js';

/** Told apart by people who do not see all colours (Okabe and Ito); style.ts knows what they are. */
export type Colour = 'blue' | 'sky' | 'green' | 'orange' | 'red' | 'purple' | 'grey';

export interface Share {
  readonly label: string;
  readonly count: number;
  readonly colour: Colour;
}

/** "12.5 %"; never 0 % or 100 % of what is not quite so. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  if (part === whole) return '100 %';
  const share = Math.min(99.9, Math.max(0.1, (100 * part) / whole));
  return `${share.toFixed(1)} %`;
}

/** One bar whose parts are the shares, and the same as a table. Shares of nobody are left out. */
export function sharesChart(title: string, all: readonly Share[]): Markup {
  const shares = all.filter(({ count }) => count > 0);
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return html``;
  const rows = shares.map(
    ({ label, count, colour }) =>
      html`<tr><th scope="row"><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="${colour}" width="10" height="10" rx="2"/></svg>${label}</th><td class="n">${number(count)}</td><td class="n quiet">${percent(count, total)}</td></tr>`,
  );
  return html`<figure><figcaption>${title} <span class="n quiet">${number(total)}</span></figcaption>
${bar(shares, total)}
<table class="legend"><caption class="unseen">${title}</caption><thead class="unseen"><tr><th scope="col">What became of them</th><th scope="col">How many</th><th scope="col">Share</th></tr></thead><tbody>${rows}</tbody></table></figure>`;
}

const WIDTH = 1000;
/** The smallest share that can still be seen. */
const THINNEST = 8;

/** The table beside it says the same, so a screen reader has no need of it. */
function bar(shares: readonly Share[], total: number): Markup {
  const widths = shares.map(({ count }) => Math.max(THINNEST, (WIDTH * count) / total));
  const scale = WIDTH / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const parts = shares.map(({ colour }, index) => {
    const width = (widths[index] ?? 0) * scale;
    const part = html`<rect class="${colour}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="20"/>`;
    x += width;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

/** A bar for one share of a whole, and what it comes to beside it. */
export function meter(part: number, whole: number, text: string, colour: Colour = 'blue'): Markup {
  const width = whole === 0 ? 0 : (100 * part) / whole;
  return html`<svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="${colour}" width="${width.toFixed(2)}" height="8"/></svg><span class="beside">${text}</span>`;
}

export interface Column {
  readonly name: string;
  /** Numbers stand to the right. */
  readonly number?: true;
}

/** A table of a few rows, scrolled sideways where the screen is narrow; nothing where there are none. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (Markup | string | number)[])[],
): Markup {
  if (rows.length === 0) return html``;
  const cell = (value: Markup | string | number, index: number) => {
    const shown = typeof value === 'number' ? number(value) : value;
    if (index === 0) return html`<th scope="row">${shown}</th>`;
    return columns[index]?.number ? html`<td class="n">${shown}</td>` : html`<td>${shown}</td>`;
  };
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table${columns.length < 3 && html` class="narrow"`}><caption>${caption}</caption><thead><tr>${columns.map(
    ({ name, number }) => html`<th scope="col"${number && html` class="n"`}>${name}</th>`,
  )}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table></div>`;
}

/** Names and what they stand for. */
export function facts(rows: readonly (readonly [name: string, value: Markup | string | number | undefined])[]): Markup {
  const given = rows.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  return html`<dl>${given.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${typeof value === 'number' ? number(value) : value}</dd></div>`)}</dl>`;
}
