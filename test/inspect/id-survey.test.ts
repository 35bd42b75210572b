import { expect, onTestFinished, test } from 'vitest';
import { IdSurvey } from '../../src/inspect/id-survey.js';

function surveyed(...ids: readonly (string | number | null)[]): IdSurvey {
  const survey = new IdSurvey('id');
  onTestFinished(() => survey.close());
  for (const [index, id] of ids.entries()) survey.add({ number: index + 1, fields: { id } });
  return survey;
}

test('ids that come again, are missing, or differ only in case are counted with their first records', () => {
  expect(surveyed('a', 'B', 'a', null, 'b', '-', 'c').facts()).toEqual({
    path: 'id',
    missing: { count: 2, records: [4, 6] },
    doubled: { ids: 1, records: 2 },
    caseTwins: { count: 1, records: [2] },
  });
});

test('an id is found in whatever case, and without blanks around it', () => {
  const survey = surveyed(' User-1 ', 42);
  expect([survey.has('user-1'), survey.has('42'), survey.has('user-2')]).toEqual([true, true, false]);
});
