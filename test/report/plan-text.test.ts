import { expect, onTestFinished, test } from 'vitest';
import { planText, summarize } from '../../src/report/index.js';
import { carryOut, checkpointOf, person, planExport, skipped } from './checkpoint-of.js';
import { context, look, mixed, paces } from './mixed-checkpoint.js';

test('the plan says what was read, what is wrong, whom it makes and what it takes', () => {
  const checkpoint = mixed();
  look(checkpoint);
  const summary = summarize(checkpoint, context);
  expect(planText(summary, { remaining: checkpoint.totals.remaining(), ...paces, facesOn: true })).toMatchInlineSnapshot(`
    "What was read
      customers.csv (CSV, mapping generic)                      12
      later.json (JSON, mapping generic)                         2
      records                                                   14
        used                                                     8
        skipped                                                  3
          test row                                               2
          never finished                                         1
        invalid                                                  3

    What is wrong with the invalid records
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

    Whom it makes
      people                                                     7
        ACTIVE                                                   4
        FLAGGED                                                  2
        BLOCKED                                                  1
      with several records                                       1
        fraud found, passed later: FLAGGED                       1

    How the former decisions were read
      approved                     → ACTIVE          5  active row
      doubtful                     → FLAGGED         1  flagged row
      fraud                        → BLOCKED         1  blocked row
      refused                      → BLOCKED         1  blocked row

    Faces
      faces in the export                                        2
        found                                                    1
        missing or unusable here                                 1
      The image files have 2 kB together; the largest has 2 kB.
      face_missing: 1 (record customers.csv:3)
        There is no such image under --faces.
        → Check the name; the mapping says where it is looked for.

    What is left to send
      writes                                                     9
        create a user                                            7
        set a stricter status                                    1
        upload a face                                            1
      reads                                                      1
      At 240/60s writes and 480/60s reads: without waiting for the limits.
      Your webhook endpoints get 7 user.data.updated and 1 user.status.updated."
  `);
});

test('the plan of a run without faces, where everybody becomes ACTIVE and no decision was read', () => {
  const checkpoint = checkpointOf(onTestFinished, {
    file: 'customers.csv',
    format: 'csv',
    columns: ['vendor_data'],
    records: [{ ...person({ number: 1, id: 'u1', face: 'u1.jpg' }), former: undefined, statusRow: 'everybody is ACTIVE' }],
  });
  const off = { write: 'off', read: 'off', facesOn: false } as const;
  expect(planText(summarize(checkpoint, context), { remaining: checkpoint.totals.remaining(), ...off })).toMatchInlineSnapshot(`
    "What was read
      customers.csv (CSV, mapping generic)                       1
      records                                                    1
        used                                                     1

    Whom it makes
      people                                                     1
        ACTIVE                                                   1
      Everybody becomes ACTIVE, without any decision of the former provider.

    How the former decisions were read
      (none)                       → ACTIVE          1  everybody is ACTIVE

    Faces
      faces in the export                                        1
        not looked for                                           1
      They are left out. A later run can upload them.

    What is left to send
      writes                                                     1
        create a user                                            1
      reads                                                      0
      No limit is kept.
      Your webhook endpoints get 1 user.data.updated."
  `);
});

test('the plan of an export in which nobody can be used', () => {
  const checkpoint = checkpointOf(onTestFinished, { file: 'a.ndjson', format: 'ndjson', records: [skipped(1, 'company')] });
  expect(
    planText(summarize(checkpoint, context), { remaining: checkpoint.totals.remaining(), ...paces, facesOn: true }),
  ).toMatchInlineSnapshot(`
    "What was read
      a.ndjson (NDJSON, mapping generic)                         1
      records                                                    1
        skipped                                                  1
          company                                                1

    Whom it makes
      Nobody: no record can be used.

    What is left to send
      Nothing."
  `);
});

test.each([
  ['without waiting for the limits', 5],
  ['about 1 minute', 6],
  ['about 89 minutes', 450],
  ['about 1.5 hours', 455],
  ['about 47.9 hours', 14_380],
  ['about 2.0 days', 14_405],
])('%s for %i creates at five a minute', (words, creates) => {
  const checkpoint = checkpointOf(onTestFinished);
  const remaining = { ...checkpoint.totals.remaining(), creates };
  const write = { requests: 5, windowMs: 60_000 };
  expect(planText(summarize(checkpoint, context), { remaining, ...paces, write, facesOn: true })).toContain(`: ${words}.\n`);
});

test('less than a minute is said where it is true', () => {
  const checkpoint = checkpointOf(onTestFinished);
  const remaining = { ...checkpoint.totals.remaining(), creates: 100 };
  const write = { requests: 5, windowMs: 1_000 };
  expect(planText(summarize(checkpoint, context), { remaining, ...paces, write, facesOn: true })).toContain(
    ': less than a minute.\n',
  );
});

test('the plan of a pilot says what this run sends, beside the whole', () => {
  const records = Array.from({ length: 600 }, (_, index) =>
    person({ number: index + 1, id: `u${index + 1}`, face: 'x.jpg', status: index % 6 === 0 ? 'BLOCKED' : 'ACTIVE' }),
  );
  const checkpoint = checkpointOf(onTestFinished, { file: 'a.csv', format: 'csv', columns: ['vendor_data'], records });
  const expected = { remaining: checkpoint.totals.remaining(), ...paces, facesOn: true, limit: 10 };
  const text = planText(summarize(checkpoint, context), expected);
  expect(text.slice(text.indexOf('What is left to send'))).toMatchInlineSnapshot(`
    "What is left to send
      This run begins at most 10 of 600 people (--limit).
                                                         about now  altogether
      writes                                                    22       1,300
        create a user                                           10         600
        set a stricter status                                    2         100
        upload a face                                           10         600
      reads                                                      1           1
      At 240/60s writes and 480/60s reads: without waiting for the limits;
      altogether about 5 minutes.
      Your webhook endpoints get about 10 user.data.updated and 2
      user.status.updated; altogether 600 user.data.updated and 100
      user.status.updated."
  `);
});

test('the plan after a later export names the users whom it changes, and the faces that were refused', () => {
  const checkpoint = mixed();
  carryOut(checkpoint, { u3: 'partial', u4: 'held' });
  planExport(checkpoint, {
    file: 'last.csv',
    format: 'csv',
    records: [person({ number: 31, id: 'u1' }), person({ number: 32, id: 'u6', status: 'BLOCKED' })],
  });
  const text = planText(summarize(checkpoint, context), { remaining: checkpoint.totals.remaining(), ...paces, facesOn: true });
  expect(text.slice(text.indexOf('Faces\n'))).toMatchInlineSnapshot(`
    "Faces
      faces in the export                                        2
        uploaded already                                         1
        missing or unusable here                                 1
      face_too_small: 1 (record customers.csv:3)
        The image is smaller than 200 pixels on its shorter side.
        → Use a larger picture of the face.

    What is left to send
      writes                                                     3
        change a user                                            2
        set a stricter status                                    1
      reads                                                      3
      At 240/60s writes and 480/60s reads: without waiting for the limits.
      Your webhook endpoints get 2 user.data.updated and 1 user.status.updated."
  `);
});

test('of very many exports the first are named, and the others counted', () => {
  const many = Array.from({ length: 23 }, (_, at) => ({
    file: `p${at}.json`,
    format: 'json' as const,
    records: [person({ number: 1, id: `u${at}` })],
  }));
  const checkpoint = checkpointOf(onTestFinished, ...many);
  const text = planText(summarize(checkpoint, context), { remaining: checkpoint.totals.remaining(), ...paces, facesOn: false });
  expect(text).toMatch(/p19\.json .* 1\n {2}and 3 other exports +3\n {2}records +23\n/);
  expect(text).not.toContain('p20.json');
});

test('of a file that was read twice it says which reading is in place', () => {
  const checkpoint = mixed();
  const summary = summarize(checkpoint, context);
  const facts = { remaining: checkpoint.totals.remaining(), ...paces, facesOn: true };
  const [first] = summary.exports;
  const twice = { ...summary, exports: [...summary.exports, ...(first ? [first] : [])] };
  expect(planText(twice, facts).match(/customers\.csv .*\n +read again since/g)).toHaveLength(1);
  expect(planText(summary, facts)).not.toContain('read again since');
});
