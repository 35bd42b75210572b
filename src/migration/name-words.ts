/** One word or more, as it compares with others. */
const LETTERS = /[\p{L}\p{N}]+/gu;
/** Latin letters, and the dashes and quotes that stand between them. */
const TABLES = [
  { from: 0x20, to: 0x250 },
  { from: 0x2010, to: 0x2028 },
] as const;

/** What each of these characters is in a word; nothing for one that no word has. To decompose every name costs ten times as much. */
const PLAIN: ReadonlyMap<number, string> = new Map(
  TABLES.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)).map((code) => {
    const [word = ''] = wordsByUnicode(String.fromCharCode(code));
    return [code, word];
  }),
);

/** The words of a name, without case and accents, in its order. */
export function nameWords(name: string): string[] {
  const words: string[] = [];
  let word = '';
  for (let at = 0; at < name.length; at += 1) {
    const plain = PLAIN.get(name.charCodeAt(at));
    if (plain === undefined) return wordsByUnicode(name);
    if (plain !== '') word += plain;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (word !== '') words.push(word);
  return words;
}

/** The same by the properties of Unicode's characters, whichever they are. */
export function wordsByUnicode(name: string): string[] {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(LETTERS) ?? [];
}
