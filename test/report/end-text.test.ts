import { expect, onTestFinished, test } from 'vitest';
import { endText, summarize } from '../../src/report/index.js';
import { carryOut, checkpointOf, person } from './checkpoint-of.js';
import { context, mixed } from './mixed-checkpoint.js';

test('the end of a run says what needs a human, where the files are and what comes next', () => {
  const checkpoint = mixed();
  carryOut(checkpoint, { u2: 'failed', u3: 'partial', u4: 'held' });
  expect(endText(summarize(checkpoint, context), './report')).toMatchInlineSnapshot(`
    "Everybody was worked through; some need a human.

    What became of everybody
      people                                                     7
        done                                                     4
        partial: right, but for a face                           1
        held: somebody has to decide                             1
        failed                                                   1
      created in Didit                                           6
      faces                                                      2
        uploaded                                                 1
        refused                                                  1

    What needs a human
      status_conflict: 1 (record customers.csv:11)
        The former decision and Didit’s status differ, and changing it was not asked
        for.
        → Decide in Didit’s console, or run again with --on-existing update to apply
          stricter statuses. The next run looks again.
      rejected: 1 (record customers.csv:2)
        Didit refused the user (400); fields: full_name.
        → Mend these fields in the export.
      date_in_future: 2 (records customers.csv:8, customers.csv:9)
        customers.csv:8: The date in dob lies in the future.
        → Mend the date.
      row_ragged: 1 (record customers.csv:7)
        The row has 4 cells, the header has 3.
        → A cell holds an unquoted delimiter or quote, or the row is cut. Mend the
          row.
      id_missing: 1 (record customers.csv:9)
        The record has no id for vendor_data.
        → Every person needs your own user id; fill the field vendor_data.
      face_too_small: 1 (record customers.csv:3)
        The image is smaller than 200 pixels on its shorter side.
        → Use a larger picture of the face.

    Report in ./report
      results.csv     every person: your id, didit_internal_id, what became of it
      rejects.csv     6 records to mend, with the reason of each
      summary.json    all figures and codes

    Next: mend these records in your export and run the same command again; nobody
          who is done is sent twice."
  `);
});

const perfect = { file: 'a.csv', format: 'csv', columns: ['vendor_data'], records: [person({ number: 1, id: 'u1' })] } as const;

test('the end of a run that left nothing to do', () => {
  const checkpoint = checkpointOf(onTestFinished, perfect);
  carryOut(checkpoint);
  expect(endText(summarize(checkpoint, context), './report')).toMatchInlineSnapshot(`
    "Everybody is done.

    What became of everybody
      people                                                     1
        done                                                     1
      created in Didit                                           1

    Report in ./report
      results.csv     every person: your id, didit_internal_id, what became of it
      summary.json    all figures and codes

    Next: keep results.csv, which joins your ids to didit_internal_id."
  `);
});

test.each([
  ['a stopped run', [person({ number: 1, id: 'u1' }), person({ number: 2, id: 'u2' })], { u2: 'pending' }],
  ['a run without faces', [person({ number: 1, id: 'u1', face: 'u1.jpg' })], { u1: 'pending' }],
] as const)('the end of %s says how to go on', (_, records, ends) => {
  const checkpoint = checkpointOf(onTestFinished, { ...perfect, records });
  carryOut(checkpoint, ends);
  const text = endText(summarize(checkpoint, context), './report');
  expect(text).toMatch(/^1 person of [12] (person|people) still to go\.\n/);
  expect(text).toMatch(/\nNext: run the same command again; it goes on from here\.$/);
});

test('faces that were left out are named at the end', () => {
  const checkpoint = checkpointOf(onTestFinished, { ...perfect, records: [person({ number: 1, id: 'u1', face: 'u1.jpg' })] });
  for (const item of [...checkpoint.items.inState('pending')]) checkpoint.items.end(item, 'done');
  expect(endText(summarize(checkpoint, context), './report')).toContain(
    'Next: run again with --faces DIR to upload the faces that were left out.',
  );
});
