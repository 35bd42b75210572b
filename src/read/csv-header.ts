/** How a CSV file is written. */
export interface Dialect {
  readonly delimiter: string;
  readonly newline: string;
}

/** In order of preference where a header holds as many of one as of another. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The dialect of a CSV file by the beginning of its text: the delimiter that its header holds most often outside of quotes. */
export function dialectOf(text: string): Dialect {
  const newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  const counts = new Map<string, number>();
  let quoted = false;
  for (const character of text.replace(/^[\r\n]+/, '')) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === newline) break;
    else counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const count = (delimiter: string) => counts.get(delimiter) ?? 0;
  const delimiter = DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
  return { delimiter, newline };
}

/** One name per header cell, trimmed; an empty one is named by its position ("column 3"), a doubled one gets a number ("name (2)"). */
export function columnNames(cells: readonly string[]): string[] {
  const wanted = cells.map((cell, index) => cell.trim() || `column ${index + 1}`);
  const taken = new Set(wanted);
  const met = new Set<string>();
  return wanted.map((name) => {
    let unique = name;
    for (let copy = 2; met.has(unique) || (unique !== name && taken.has(unique)); copy += 1) unique = `${name} (${copy})`;
    met.add(unique);
    return unique;
  });
}
