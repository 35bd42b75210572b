import { expect, onTestFinished, test } from 'vitest';
import { endText, planText, statusText, summarize } from '../src/report/index.js';
import { checkpointOf, invalid, person, skipped } from './report/checkpoint-of.js';
import { context, paces } from './report/mixed-checkpoint.js';

test('words from an export cannot steer the terminal, and no line is wider than 80 columns', () => {
  const evil = '\u001b[2J\u202eevil\nword '.repeat(20);
  const checkpoint = checkpointOf(onTestFinished, {
    file: `${evil}.csv`,
    format: 'csv',
    columns: ['vendor_data'],
    records: [
      person({ number: 1, id: 'u1', former: evil }),
      skipped(2, evil),
      invalid(3, [{ code: 'status_unknown', detail: { word: evil } }], {}),
    ],
  });
  const summary = summarize(checkpoint, context);
  const texts = [
    planText(summary, { remaining: checkpoint.totals.remaining(), ...paces, facesOn: true }),
    statusText(summary),
    endText(summary, './report'),
  ];
  for (const line of texts.join('\n').split('\n')) {
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(line.length).toBeLessThanOrEqual(80);
  }
});
