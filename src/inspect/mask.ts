const LONGEST = 24;

/** The form of a value without the value: each letter becomes `a` or `A`, each digit `9`; at most 24 characters. */
export function masked(value: string): string {
  const characters = [...value.slice(0, 4 * LONGEST)];
  const form = characters.slice(0, LONGEST).map(maskedCharacter).join('');
  return characters.length > LONGEST ? `${form}…` : form;
}

function maskedCharacter(character: string): string {
  if (/\p{Lu}/u.test(character)) return 'A';
  if (/[\p{L}\p{M}]/u.test(character)) return 'a';
  if (/\p{N}/u.test(character)) return '9';
  // Pictures and signs beyond ASCII could still tell something.
  return /[!-/:-@[-`{-~]/.test(character) ? character : ' ';
}
