import { expect, test } from 'vitest';
import { statusText, summarize } from '../../src/report/index.js';
import { carryOut } from './checkpoint-of.js';
import { context, mixed } from './mixed-checkpoint.js';

test('the status says where everything stands', () => {
  const checkpoint = mixed();
  carryOut(checkpoint, { u2: 'failed', u3: 'partial', u4: 'held', u6: 'in progress', u7: 'pending' });
  expect(statusText(summarize(checkpoint, context))).toMatchInlineSnapshot(`
    "https://example.com organization org-1 application app-1
    As of 2030-01-02 03:04:05 UTC

    Where it stands
      people                                                     7
        done                                                     2
        partial: right, but for a face                           1
        held: somebody has to decide                             1
        failed                                                   1
        in progress                                              1
        pending                                                  1
      created in Didit                                           4
      faces                                                      2
        uploaded                                                 1
        missing or unusable here                                 1

    Records
      used                                                       8
      skipped                                                    3
      invalid                                                    3
      people who are not in the last export                      5

    Requests so far
      writes                                                 1,234
        needed at the least for what is there                    5
      reads                                                      5
        asked to slow down (429)                                 2

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
        → Use a larger picture of the face."
  `);
});
