import { closestMatch } from 'leven';
import type { CalledCommand } from './index.js';

/** With more changes it was another word that was meant. */
const MOST_CHANGES = 3;
/** What yargs adds to every command, and what all of ours have. */
const EVERYWHERE = ['config', 'help', 'version'];

/**
 * Says what is wrong with a command line, where that can be said better than by yargs: which options were meant, and what is missing.
 * @param message as yargs says it; any other comes back as it is
 * @param words the command line
 * @param command undefined where the words name none
 */
export function whatIsWrong(message: string, words: readonly string[], command: CalledCommand | undefined): string {
  if (!command) return message;
  if (message.startsWith('Not enough non-option arguments'))
    return `What stands in angle brackets is missing: didit-migrate ${command.usage}`;
  return didYouMean(message, words, [...command.options, ...EVERYWHERE]);
}

function didYouMean(message: string, words: readonly string[], options: readonly string[]): string {
  const [, list] = /^Unknown arguments?: (.+)$/.exec(message) ?? [];
  if (list === undefined) return message;
  const typed = new Set(words.flatMap((word) => (word.startsWith('--') ? (word.slice(2).split('=')[0] ?? []) : [])));
  // yargs names an option with dashes a second time in camel case; a value is never shown: it may be a key.
  const unknown = list.split(', ').filter((name) => typed.has(name));
  if (unknown.length === 0) return message;
  return unknown
    .map((name) => {
      if (name === 'dry-run') return 'There is no option --dry-run: validate is the dry run.';
      const near = closestMatch(name, options, { maxDistance: MOST_CHANGES });
      return `There is no option --${name} here.${near === undefined ? '' : ` Did you mean --${near}?`}`;
    })
    .join('\n');
}
