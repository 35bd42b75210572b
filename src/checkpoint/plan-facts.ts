import type { Database } from '../database.js';
import { type DiditStatus, RECORD_OUTCOMES, type RecordOutcome } from '../model.js';
import { type Counts, countsOf, EXAMPLES, type ProblemCount, problemCounts } from './counts.js';
import { recordNames } from './record-names.js';

/** Perhaps one human under several ids: never merged, only told. */
export interface LookAlikes {
  readonly people: number;
  /** Humans that they may be. */
  readonly groups: number;
  /** The first few records. */
  readonly examples: readonly string[];
}

/** How a former decision was read: the provider's word, the row of the status table that decided, and what came of it. */
export interface VerdictCount {
  readonly former: string | null;
  readonly status: DiditStatus;
  readonly row: string | null;
  readonly count: number;
}

/**
 * What the records come to. It changes with a merge and with nothing else, so it is counted there: to count it again for each look at
 * a checkpoint would take seconds for each million records.
 */
export interface PlanFacts {
  /** By the id of the export. */
  readonly records: Readonly<Record<number, Counts<RecordOutcome>>>;
  /** By the mapping's reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** What is wrong with records that end as invalid, by code. */
  readonly problems: readonly ProblemCount[];
  /** People with more than one record in the plan. */
  readonly duplicates: number;
  /** People of earlier exports who are not in the last one: they stay as they are. */
  readonly absent: number;
  readonly lookAlikes: LookAlikes;
  readonly verdicts: readonly VerdictCount[];
}

const KEY = 'plan_facts';
const NONE: PlanFacts = {
  records: {},
  skipped: {},
  problems: [],
  duplicates: 0,
  absent: 0,
  lookAlikes: { people: 0, groups: 0, examples: [] },
  verdicts: [],
};

/** As the last merge left them. */
export function planFacts(database: Database): PlanFacts {
  const row = database.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', [KEY]);
  return row ? JSON.parse(row.value) : NONE;
}

/** To be called at the end of a merge, inside its transaction. */
export function notePlanFacts(database: Database): void {
  const facts: PlanFacts = {
    records: records(database),
    skipped: skipped(database),
    problems: problems(database),
    duplicates: duplicates(database),
    absent: absent(database),
    lookAlikes: lookAlikes(database),
    verdicts: verdicts(database),
  };
  database.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', [KEY, JSON.stringify(facts)]);
}

function records(database: Database): PlanFacts['records'] {
  const rows = database.all<{ id: number; name: RecordOutcome; n: number }>(
    'SELECT export_id AS id, outcome AS name, count(*) AS n FROM records WHERE outcome IS NOT NULL GROUP BY export_id, outcome',
  );
  const ids = new Set(rows.map(({ id }) => id));
  return Object.fromEntries(
    [...ids].map((id) => [
      id,
      countsOf(
        RECORD_OUTCOMES,
        rows.filter((row) => row.id === id),
      ),
    ]),
  );
}

function skipped(database: Database): Record<string, number> {
  const rows = database.all<{ reason: string; n: number }>(
    "SELECT COALESCE(reason, '') AS reason, count(*) AS n FROM records WHERE outcome = 'skipped' GROUP BY 1 ORDER BY 2 DESC",
  );
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
}

function absent(database: Database): number {
  const read = database.get<{ last: number | null; count: number }>(
    // Rejects that came back tell nothing about those who are not among them.
    `SELECT max(id) AS last, count(*) AS count FROM exports WHERE sha256 IS NOT NULL
      AND id NOT IN (SELECT export_id FROM records WHERE stands_for IS NOT NULL)`,
  );
  if (!read || read.count < 2) return 0;
  const sql = `SELECT count(*) AS n FROM items i WHERE NOT EXISTS
    (SELECT 1 FROM records r WHERE r.user_key = i.user_key AND r.export_id >= ?)`;
  return database.get<{ n: number }>(sql, [read.last])?.n ?? 0;
}

function verdicts(database: Database): VerdictCount[] {
  return database.all(`SELECT former, status, status_row AS row, count(*) AS count FROM records
    WHERE outcome = 'used' GROUP BY former, status, status_row ORDER BY count DESC`);
}

function duplicates(database: Database): number {
  const row = database.get<{ n: number }>(`SELECT count(*) AS n FROM
    (SELECT 1 FROM records
      WHERE user_key IN (SELECT user_key FROM records WHERE user_key IS NOT NULL GROUP BY user_key HAVING count(*) > 1)
        AND outcome = 'used'
      GROUP BY user_key HAVING count(*) > 1)`);
  return row?.n ?? 0;
}

function lookAlikes(database: Database): LookAlikes {
  // Counting the ids is for the few where there are two: it would sort everybody's.
  const sums = database.get<{ groups: number; people: number | null; first: string }>(
    `WITH alike AS MATERIALIZED (SELECT person, count(DISTINCT user_key) AS n FROM records WHERE outcome = 'used' AND person IN
        (SELECT person FROM records WHERE outcome = 'used' AND person IS NOT NULL GROUP BY person HAVING min(user_key) <> max(user_key))
      GROUP BY person)
    SELECT count(*) AS groups, sum(n) AS people,
      (SELECT json_group_array(person) FROM (SELECT person FROM alike LIMIT ${EXAMPLES})) AS first FROM alike`,
  );
  if (!sums?.people) return { people: 0, groups: 0, examples: [] };
  const nameOf = recordNames(database);
  const first = database.all<{ export_id: number; number: number }>(
    `SELECT export_id, number FROM records WHERE outcome = 'used' AND person IN (SELECT value FROM json_each(?))
      ORDER BY person, id LIMIT ${EXAMPLES}`,
    [sums.first],
  );
  return {
    people: sums.people,
    groups: sums.groups,
    examples: first.map(({ export_id, number }) => nameOf(export_id, number)),
  };
}

function problems(database: Database): ProblemCount[] {
  return problemCounts(
    database,
    `SELECT json_extract(p.value, '$.code') AS code, count(DISTINCT r.id) AS count FROM records r, json_each(r.problems) p
      WHERE r.outcome = 'invalid' GROUP BY 1 ORDER BY 2 DESC`,
    // A record may have the same problem in several fields: `min` takes the first of them.
    `SELECT r.export_id, r.number, json_extract(p.value, '$.field') AS field, json_extract(p.value, '$.detail') AS detail, min(p.key)
      FROM records r, json_each(r.problems) p
      WHERE r.outcome = 'invalid' AND json_extract(p.value, '$.code') = ? GROUP BY r.id ORDER BY r.id LIMIT ${EXAMPLES}`,
  );
}
