import { expect, test } from 'vitest';
import { summarize, summarySchema } from '../../src/report/index.js';
import { carryOut } from './checkpoint-of.js';
import { context, mixed } from './mixed-checkpoint.js';

test('a summary is what its schema says, to the last key', () => {
  const checkpoint = mixed();
  carryOut(checkpoint, { u2: 'failed', u3: 'partial', u4: 'held' });
  const summary = JSON.parse(JSON.stringify(summarize(checkpoint, context)));
  expect(summarySchema.parse(summary)).toEqual(summary);
  expect(() => summarySchema.parse({ ...summary, more: 1 })).toThrow();
});
