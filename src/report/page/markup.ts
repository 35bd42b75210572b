/** Text that is HTML already. Only `html` makes it, so whatever comes from outside has been escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | readonly Part[] | undefined | false;

/** A template whose values are escaped unless they are markup. Lists are joined; undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...parts.map(rendered)));
}

/** Words from outside: set apart, so that their direction of writing changes nothing around them. */
export function outside(words: string): Markup {
  return html`<bdi>${words}</bdi>`;
}

const LONGEST = 120;

/** The same, and cut where they are long: an id may have 2,000 bytes. */
export function cut(words: string, longest = LONGEST): Markup {
  const characters = [...words];
  if (characters.length <= longest) return outside(words);
  return html`${outside(characters.slice(0, longest).join(''))}<span class="quiet">… (${characters.length} characters)</span>`;
}

function rendered(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  return Array.isArray(part) ? part.map(rendered).join('') : escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** What cannot be seen is named: control characters, marks that turn the direction of writing, halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function escaped(text: string): string {
  return text
    .replace(UNSEEN, (mark) => `[U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
