import { expect, test } from 'vitest';
import { didYouMean } from '../../src/commands/did-you-mean.js';

const OPTIONS = ['on-existing', 'write-limit', 'yes'];

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
    'Not enough non-option arguments: got 0, need at least 1',
  ],
])('%s', (message, words, said) => {
  expect(didYouMean(message, words, OPTIONS)).toBe(said);
});
