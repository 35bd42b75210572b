/** Plain text for a terminal: sections of aligned figures and wrapped sentences, at most 80 columns wide where no single word is longer. */

const WIDTH = 80;
const LABEL = 48;
const FIGURE = 12;

/** Control characters and marks that turn the direction of writing: from an export they could rewrite what the terminal shows. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Words that come from outside, safe to show and at most `width` characters long. */
export function shown(words: string, width = WIDTH): string {
  const characters = [...words.replace(INVISIBLE, ' ')];
  return characters.length > width ? `${characters.slice(0, width - 1).join('')}…` : characters.join('');
}

/** 1234567 → 1,234,567 */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** "1 record", "2 records". */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${number(value)} ${value === 1 ? singular : plural}`;
}

/** A label and its figures; further spaces in front of a label make it a part of the one above. */
export function figure(label: string, ...values: readonly number[]): string {
  return `  ${shown(label, LABEL).padEnd(LABEL)}${values.map((value) => number(value).padStart(FIGURE)).join('')}`;
}

/** Figures without the rows that are zero. */
export function figures(rows: readonly (readonly [label: string, ...values: number[]])[]): string[] {
  return rows.flatMap(([label, ...values]) => (values.every((value) => value === 0) ? [] : figure(label, ...values)));
}

/** The names of the columns of figures below. */
export function columns(...names: readonly string[]): string {
  return ' '.repeat(2 + LABEL) + names.map((name) => name.padStart(FIGURE)).join('');
}

/** A sentence in as many lines as it needs; `first` stands in front of it and the further lines begin below it. */
export function wrapped(text: string, first = '  '): string[] {
  const [start = '', ...words] = shown(text, Number.POSITIVE_INFINITY).split(' ').filter(Boolean);
  const lines = [first + start];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= WIDTH) lines.splice(-1, 1, longer);
    else lines.push(' '.repeat(first.length) + word);
  }
  return lines;
}

const NAME = 20;

/** A sentence beside its name, or below it where the name is long; without a name it goes on below the one above. */
export function labelled(name: string, text: string): string[] {
  const below = ' '.repeat(NAME + 3);
  return name.length > NAME ? [`  ${shown(name)}`, ...wrapped(text, below)] : wrapped(text, `  ${shown(name).padEnd(NAME)} `);
}

/** A title over what it announces; nothing where there is nothing. */
export function section(title: string, content: readonly string[]): string[] {
  return content.length > 0 ? [title, ...content] : [];
}

/** The sections with an empty line between them. */
export function page(sections: readonly (readonly string[])[]): string {
  return sections.flatMap((lines) => (lines.length > 0 ? [lines.join('\n')] : [])).join('\n\n');
}
