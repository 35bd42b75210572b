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
        missing or unusable here                                 1

    What needs a human
      status_conflict: 1 (record customers.csv:11)
      rejected: 1 (record customers.csv:2)
      date_in_future: 2 (records customers.csv:8, customers.csv:9)
      row_ragged: 1 (record customers.csv:7)
      id_missing: 1 (record customers.csv:9)
      face_too_small: 1 (record customers.csv:3)
      didit-migrate status says what each means and what to do; so does
      summary.json.

    Report in ./report
      report.html       all of this to look at and to file: open it in a browser
      results.csv       every person: your id, didit_internal_id, what became of it
      rejects.csv       6 records to mend, with the reason of each
      faces-wanted.csv  1 face not uploaded, and where each was looked for
      summary.json      all figures and codes

    Next: mend the records in ./report/rejects.csv, save it under another name, and
          run the same command with it in place of the export."
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
      report.html       all of this to look at and to file: open it in a browser
      results.csv       every person: your id, didit_internal_id, what became of it
      summary.json      all figures and codes

    Next: didit-migrate verify reads everybody back; keep results.csv, which joins
          your ids to didit_internal_id."
  `);
});

test.each([
  ['a stopped run', [person({ number: 1, id: 'u1' }), person({ number: 2, id: 'u2' })], { u2: 'pending' }],
  ['a run without faces', [person({ number: 1, id: 'u1', face: 'u1.jpg' })], { u1: 'pending' }],
] as const)('the end of %s says how to go on', (_, records, ends) => {
  const checkpoint = checkpointOf(onTestFinished, { ...perfect, records });
  carryOut(checkpoint, ends);
  const text = endText(summarize(checkpoint, context), './report');
  expect(text).toMatch(/^1 of [12] (person|people) still to go\.\n/);
  expect(text).toMatch(/\nNext: run the same command again; it goes on from here\.$/);
});

test('after a pilot that reached its limit the next run is one without it', () => {
  const checkpoint = checkpointOf(onTestFinished, {
    ...perfect,
    records: [person({ number: 1, id: 'u1' }), person({ number: 2, id: 'u2' })],
  });
  carryOut(checkpoint, { u2: 'pending' });
  expect(endText(summarize(checkpoint, context), './report', { limit: 1 })).toMatch(
    /\nNext: run the same command without --limit to go on with the others\.$/,
  );
});

test('a pilot that was stopped on somebody goes on with the same command', () => {
  const checkpoint = checkpointOf(onTestFinished, { ...perfect, records: [person({ number: 1, id: 'u1' })] });
  carryOut(checkpoint, { u1: 'in progress' });
  expect(endText(summarize(checkpoint, context), './report', { limit: 1 })).toContain('Next: run the same command again;');
});

test('where nothing but faces is missing they are put in place, and no record is mended', () => {
  const checkpoint = checkpointOf(onTestFinished, { ...perfect, records: [person({ number: 1, id: 'u1', face: 'u1.jpg' })] });
  carryOut(checkpoint, { u1: 'partial' });
  expect(endText(summarize(checkpoint, context), './report')).toMatch(
    /\nNext: put the images that \.\/report\/faces-wanted\.csv lists where they were looked\s+for, and run the same command again\.$/,
  );
});

test('faces that were left out are named at the end', () => {
  const checkpoint = checkpointOf(onTestFinished, { ...perfect, records: [person({ number: 1, id: 'u1', face: 'u1.jpg' })] });
  for (const item of [...checkpoint.items.inState('pending')]) checkpoint.items.end(item, 'done');
  const text = endText(summarize(checkpoint, context), './report');
  expect(text).toMatch(/left for a later run +1\n/);
  expect(text).toMatch(
    /Next: run again with --faces DIR, and without --on-existing skip, to upload the\s+faces that were left\.$/,
  );
});

test('the face of somebody who failed is not left for a later run', () => {
  const checkpoint = checkpointOf(onTestFinished, { ...perfect, records: [person({ number: 1, id: 'u1', face: 'u1.jpg' })] });
  carryOut(checkpoint, { u1: 'failed' });
  const text = endText(summarize(checkpoint, context), './report');
  expect(text).toMatch(/pending +1\n/);
  expect(text).not.toContain('left');
});

test('faces that Didit refused are told from those that are missing or unusable here', () => {
  const faces = ['u1', 'u2', 'u3'].map((id, index) => person({ number: index + 1, id, face: `${id}.jpg` }));
  const checkpoint = checkpointOf(onTestFinished, { ...perfect, records: faces });
  const codes = ['face_rejected', 'face_limit', 'face_missing'] as const;
  for (const [index, item] of [...checkpoint.items.inState('pending')].entries()) {
    for (const { id } of checkpoint.faces.pendingOf(item.id))
      checkpoint.faces.refuse(id, { code: codes[index] ?? 'face_missing' }, undefined);
    checkpoint.items.end(item, 'partial');
  }
  const text = endText(summarize(checkpoint, context), './report');
  expect(text).toMatch(/missing or unusable here +1\n/);
  expect(text).toMatch(/refused by Didit +2\n/);
});
