import { expect, test } from 'vitest';
import { findingsOf } from '../../src/inspect/findings.js';
import { csv, surveyOf } from './survey-of.js';

async function codesOf(...lines: readonly [string, ...string[]]) {
  return findingsOf(await surveyOf(csv(...lines))).map(({ code, field, count }) => [code, field, count]);
}

test('a sound export has nothing wrong', async () => {
  expect(await codesOf('user_id,born', 'a,1980-01-31', 'b,1981-02-01')).toEqual([]);
});

test.each([
  ['long numbers that a spreadsheet has cut', ['user_id', '6.5E+23', '7.1E+12'], ['spreadsheet_numbers', 'user_id', 2]],
  ['days as a spreadsheet counts them', ['user_id,dob', 'a,32874', 'b,41000'], ['spreadsheet_days', 'dob', 2]],
  ['dates in both orders', ['user_id,dob', 'a,13/02/1980', 'b,02/13/1980'], ['date_orders_mixed', 'dob', 2]],
  ['dates that could be read both ways', ['user_id,dob', 'a,01/02/1980', 'b,03/04/1980'], ['date_order_unclear', 'dob', 2]],
  [
    'dates of which some could',
    ['user_id,dob', 'a,01/02/1980', 'b,13.02.1980', 'c,14.02.1980'],
    ['date_order_unclear', 'dob', 1],
  ],
  ['a wrong encoding', ['user_id,name', 'a,JÃ¼rgen', 'b,Testa'], ['text_garbled', 'name', 1]],
  ['addresses for tests', ['user_id,email', 'a,testa@example.com', 'b,'], ['test_addresses', 'email', 1]],
  ['records that are marked as tests', ['user_id,sandbox', 'a,true', 'b,false'], ['test_records', 'sandbox', 1]],
  ['records that are marked as not real', ['user_id,livemode', 'a,true', 'b,false'], ['test_records', 'livemode', 1]],
  ['empty ids', ['user_id,x', 'a,1', ',2'], ['ids_missing', 'user_id', 1]],
  ['ids that come again', ['user_id,x', 'a,1', 'a,2'], ['ids_doubled', 'user_id', 1]],
  ['attempts of one person, whatever the id is called', ['case,x', 'PR-1,1', 'PR-1,2', 'PR-2,3'], ['ids_doubled', 'case', 1]],
] as const)('%s are found', async (_, lines, finding) => {
  const [header, ...records] = lines;
  expect(await codesOf(header, ...records)).toContainEqual(finding);
});
