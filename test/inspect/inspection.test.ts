import { expect, test } from 'vitest';
import { inspectionOf } from '../../src/inspect/inspection.js';
import { inspectionText } from '../../src/inspect/inspection-text.js';
import { csv, rows, surveyOf } from './survey-of.js';

const people = csv(
  'vendor_data,full_name,email,status,hobby',
  ...rows(
    40,
    (n) => `Kunde-${n},Findmename ${n},findmemail${n}@mail.de,${n % 4 ? 'ACTIVE' : 'BLOCKED'},${n % 2 ? '' : `findmehobby${n}`}`,
  ),
);

test('the mapping that fits, what it leaves behind, and the words that it compares', async () => {
  expect(inspectionOf(await surveyOf(people))).toMatchObject({
    schema: 'didit-migrate/inspection',
    version: 1,
    looked: 40,
    readable: 40,
    records: 40,
    counted: true,
    whole: true,
    mapping: { fits: 'generic', looked: 40 },
    left_behind: [{ path: 'hobby', filled: 20 }],
    decisions: [
      {
        path: 'status',
        words: [
          ['ACTIVE', 30],
          ['BLOCKED', 10],
        ],
      },
    ],
    findings: [],
  });
});

test('without a mapping that fits, what each lacks is said, the nearest first', async () => {
  const { mapping, left_behind, decisions } = inspectionOf(await surveyOf(csv('Kundennummer;Ergebnis', '1;ok', '2;nein')));
  expect(mapping.fits).toBeNull();
  expect(mapping.shapes).toContainEqual({
    mapping: 'generic',
    shape: "Didit's own fields",
    detect: [
      { asks: 'vendor_data', records: 0 },
      { asks: 'data.verification is missing', records: 2 },
    ],
    records: 0,
  });
  expect(left_behind).toEqual([]);
  expect(decisions).toMatchObject([{ path: 'Ergebnis' }]);
});

test('nobody’s data is in it, neither as text nor as JSON', async () => {
  const inspection = inspectionOf(await surveyOf(people));
  const said = inspectionText(inspection, []) + JSON.stringify(inspection);
  expect(said.match(/findme|Kunde-\d/gi)).toBeNull();
});

test('no line is wider than 80 columns, whatever the export holds', async () => {
  const wide = `${'Überschrift '.repeat(12)}\u001b[2J`;
  const survey = await surveyOf(csv(`id;status;${wide}`, ...rows(30, (n) => `${n};${'ok '.repeat(12)};${'x'.repeat(500)}`)));
  const lines = inspectionText(inspectionOf(survey), []).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.join('\n')).not.toContain('\u001b');
});

test('a sample is said to be one, with about how many records there are', async () => {
  const survey = await surveyOf(
    csv('id,status', ...rows(60_000, (n) => `${n},${'a word of a certain length '.repeat(4)}`)),
    'export.csv',
    {
      sample: 30_000,
    },
  );
  const inspection = inspectionOf(survey);
  expect(inspection.whole).toBe(false);
  expect(inspection.records).toBeGreaterThan(45_000);
  expect(inspection.records).toBeLessThan(75_000);
  expect(inspectionText(inspection, [])).toMatch(
    /Looked at the first 30,000 records of about [\d,]+; --exact reads everything\./,
  );
});
