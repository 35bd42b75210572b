import { expect, test } from 'vitest';
import { whatIsWrong } from '../../src/commands/what-is-wrong.js';

const COMMAND = { name: 'inspect', usage: 'inspect <exports..>', options: ['on-existing', 'write-limit', 'yes'] };

test.each([
  [
    'Unknown arguments: on-exsting, onExsting',
    ['run', '--on-exsting=skip'],
    'There is no option --on-exsting here. Did you mean --on-existing?',
  ],
  ['Unknown argument: api-key', ['run', '--api-key', 'sk_x'], 'There is no option --api-key here.'],
  [
    'Unknown arguments: yess, write-limits, writeLimits',
    ['run', '--yess', '--write-limits', '3'],
    'There is no option --yess here. Did you mean --yes?\nThere is no option --write-limits here. Did you mean --write-limit?',
  ],
  ['Unknown argument: x.csv', ['status', 'x.csv'], 'Unknown argument: x.csv'],
  [
    'Not enough non-option arguments: got 0, need at least 1',
    ['inspect'],
    'What stands in angle brackets is missing: didit-migrate inspect <exports..>',
  ],
  ['Unknown arguments: dry-run, dryRun', ['run', '--dry-run'], 'There is no option --dry-run: validate is the dry run.'],
  ['Unknown argument: hepl', ['run', '--hepl'], 'There is no option --hepl here. Did you mean --help?'],
])('%s', (message, words, said) => {
  expect(whatIsWrong(message, words, COMMAND)).toBe(said);
});

test('without a command there is nothing to say it better by', () => {
  expect(whatIsWrong('Did you mean run?', ['rnu'], undefined)).toBe('Did you mean run?');
});
