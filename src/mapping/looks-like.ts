const MOST_SHOWN = 24;

/**
 * What a value that should be a date looks like, for somebody who has to mend it. Never the value itself.
 * @param forms what was expected, such as YYYY-MM-DD
 */
export function looksLike(text: string, forms: readonly string[]): string {
  if (/^\d{5}(?:\.\d+)?$/.test(text)) return 'a number of days, as spreadsheets store dates';
  const shape = text.replace(/\p{N}/gu, '9').replace(/\p{L}\p{M}*/gu, 'a');
  if (forms.some((form) => form.replace(/[A-Za-z]/g, '9') === shape)) return 'one, but there is no such day';
  const characters = [...shape];
  if (characters.length > MOST_SHOWN) return `a text of ${characters.length} characters`;
  return `${shape} (9 for a digit, a for a letter)`;
}
