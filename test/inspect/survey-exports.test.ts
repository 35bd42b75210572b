import { expect, test } from 'vitest';
import { draftOf } from '../../src/inspect/draft.js';
import { findingsOf } from '../../src/inspect/findings.js';
import { csv, rows, surveyOf } from './survey-of.js';

test('a sample looks at the first records and says so; counting goes on where that is soon done', async () => {
  const survey = await surveyOf(csv('id,status', ...rows(2000, (n) => `${n},passed`)), 'export.csv', { sample: 700 });
  expect(survey).toMatchObject({ looked: 700, whole: false });
  expect(survey.exports).toMatchObject([{ format: 'csv', looked: 700, records: 2000, counted: true, whole: false }]);
  expect(survey.fields.map(({ path, filled }) => [path, filled])).toEqual([
    ['id', 700],
    ['status', 700],
  ]);
});

test('an export that is no longer than the sample is counted exactly', async () => {
  const survey = await surveyOf(csv('id', ...rows(700, String)), 'export.csv', { sample: 700 });
  expect(survey.exports).toMatchObject([{ looked: 700, records: 700, whole: true }]);
});

test('records that cannot be read are counted by what is wrong, and the others all the same', async () => {
  const survey = await surveyOf(csv('id,status', 'a,passed', 'b', 'c,failed', 'd,x,y'));
  expect(survey.looked).toBe(2);
  expect(findingsOf(survey)).toMatchObject([{ code: 'row_ragged', count: 2, records: [2, 4] }]);
});

test('an export that breaks off is surveyed as far as it goes', async () => {
  const survey = await surveyOf('{"users":[{"vendor_data":"a"},{"vendor_data":"b"},{"vend', 'users.json');
  expect(survey.exports).toMatchObject([{ looked: 2, whole: false, broken: { code: 'export_broken' } }]);
});

test('all ids are compared, whichever record they come in', async () => {
  const survey = await surveyOf(csv('user_id', ...rows(2500, (n) => `user-${n}`), 'USER-2'));
  expect(findingsOf(survey)).toMatchObject([{ code: 'ids_differ_in_case', field: 'user_id', count: 1, records: [2] }]);
});

test('records are found in a wrapper that no mapping knows, and the draft says where', async () => {
  const customers = [
    { customer_id: '1', result: 'ok' },
    { customer_id: '2', result: 'no' },
  ];
  const survey = await surveyOf(JSON.stringify({ meta: { page: 1 }, data: { customers } }), 'customers.json');
  expect(survey.exports).toMatchObject([{ format: 'json', looked: 2, recordsAt: 'data.customers' }]);
  expect(draftOf(survey, 'acme', undefined, []).recordsAt).toBe('data.customers');
});

test('a field of records is not taken for the place of records because a mapping that does not fit names it', async () => {
  const webhook = (n: number) => ({ scanRef: `s${n}`, status: { overall: 'APPROVED' }, data: { docFirstName: 'TESTA' } });
  const survey = await surveyOf(rows(3, (n) => JSON.stringify(webhook(n))).join('\n'), 'webhooks.ndjson');
  expect(survey.fields.map(({ path }) => path)).toContain('status.overall');
});
