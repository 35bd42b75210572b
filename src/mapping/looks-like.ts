const MOST_SHOWN = 24;

/** The shape of a value, for somebody who has to mend it: digits as 9, letters as a. Never the value itself. */
export function looksLike(text: string): string {
  if (/^\d{5}(?:\.\d+)?$/.test(text)) return 'a number of days, as spreadsheets store dates';
  const shape = text.replace(/\p{N}/gu, '9').replace(/\p{L}\p{M}*/gu, 'a');
  const characters = [...shape];
  return characters.length > MOST_SHOWN ? `a text of ${characters.length} characters` : shape;
}
