import { closestMatch } from 'leven';

/** With more changes it was another word that was meant. */
const MOST_CHANGES = 3;

/**
 * Says of options that do not exist which ones were meant.
 * @param message as yargs says it; any other comes back as it is
 * @param words the command line
 * @param options all that the command has, without dashes
 */
export function didYouMean(message: string, words: readonly string[], options: readonly string[]): string {
  const [, list] = /^Unknown arguments?: (.+)$/.exec(message) ?? [];
  if (list === undefined) return message;
  const typed = new Set(words.flatMap((word) => (word.startsWith('--') ? (word.slice(2).split('=')[0] ?? []) : [])));
  // yargs names an option with dashes a second time in camel case; a value is never shown: it may be a key.
  const unknown = list.split(', ').filter((name) => typed.has(name));
  if (unknown.length === 0) return message;
  return unknown
    .map((name) => {
      const near = closestMatch(name, options, { maxDistance: MOST_CHANGES });
      return `There is no option --${name} here.${near === undefined ? '' : ` Did you mean --${near}?`}`;
    })
    .join('\n');
}
