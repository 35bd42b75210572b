import { expect, test } from 'vitest';
import { lookupColumns } from '../../src/inspect/lookup-columns.js';
import { csv, rows, surveyOf } from './survey-of.js';

const applicants = csv('applicant,status', ...rows(30, (n) => `A-${n},ok`));

test('the column that holds ids of the export is the key, and the one that is called your own is yours', async () => {
  const second = await surveyOf(csv('made,user_id,kyc', ...rows(30, (n) => `2024-01-01,u${n},A-${n}`)));
  expect(lookupColumns('ids', 'ids.csv', second, await surveyOf(applicants))).toEqual({
    name: 'ids',
    on: 'applicant',
    key: 'kyc',
    user: 'user_id',
  });
});

test('of two columns the other one is yours, whatever it is called', async () => {
  const second = await surveyOf(csv('ours;theirs', ...rows(30, (n) => `u${n};A-${n}`)));
  expect(lookupColumns('ids', 'ids.csv', second, await surveyOf(applicants))).toMatchObject({ key: 'theirs', user: 'ours' });
});

test('ids of the export may come again, as attempts of one person do', async () => {
  const attempts = await surveyOf(csv('case,status', ...rows(30, (n) => `PR-${Math.ceil(n / 2)},ok`)));
  const second = await surveyOf(csv('case_no,ours', ...rows(15, (n) => `PR-${n},u${n}`)));
  expect(lookupColumns('ids', 'ids.csv', second, attempts)).toMatchObject({ on: 'case', key: 'case_no', user: 'ours' });
});

test('which column is yours may be left to a person', async () => {
  const second = await surveyOf(csv('kyc;team;plan', ...rows(30, (n) => `A-${n};red;basic`)));
  expect(lookupColumns('ids', 'ids.csv', second, await surveyOf(applicants))).toMatchObject({ key: 'kyc', user: undefined });
});

test('a file that has nothing in common with the export is refused', async () => {
  const second = await surveyOf(csv('x;y', '1;2', '3;4'));
  const survey = await surveyOf(applicants);
  expect(() => lookupColumns('ids', 'ids.csv', second, survey)).toThrow('No column of ids.csv holds ids of the export.');
});
