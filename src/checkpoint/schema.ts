import type { Database } from '../database.js';

/** Raised with every change that an older version could not read. Another format is refused, never converted silently. */
export const FORMAT = 5;

/**
 * What is kept where.
 *
 * `records` has one row for each record ever read and no personal data beyond `vendor_data`; `originals` has what is personal and is
 * emptied as items are done. `items` is one user to migrate each; `faces` one wanted face each.
 *
 * Records are inserted by the million, and each value costs: what few records differ in is kept once, in `verdicts`, and an id that is
 * spelled as its user key is not kept twice.
 */
const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE exports (
  id INTEGER PRIMARY KEY,
  file TEXT NOT NULL,
  format TEXT NOT NULL,
  columns TEXT,                 -- JSON list: a CSV's header, for the rejects
  mapping TEXT NOT NULL,
  mapping_hash TEXT NOT NULL,
  sha256 TEXT,                  -- null while it is being read
  bytes INTEGER,
  reading TEXT,                 -- JSON: what came to light while it was read
  merged INTEGER NOT NULL DEFAULT 0, -- 1 once its records are in the plan
  planned_at INTEGER NOT NULL
);

CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,           -- what the mapping made of a record: user, skipped, invalid
  reason TEXT,                  -- why it was skipped
  status TEXT,
  status_reason TEXT,
  status_row TEXT,
  former TEXT,
  final INTEGER,
  fraud INTEGER
);
CREATE INDEX verdicts_by_words ON verdicts (former, status_reason, status_row);

CREATE TABLE records (
  id INTEGER PRIMARY KEY,
  export_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  line INTEGER,
  verdict INTEGER NOT NULL,
  outcome TEXT NOT NULL,        -- used, skipped, invalid, superseded; before its export is merged: as if nobody contested it
  problems TEXT,                -- JSON list
  user_key TEXT,
  spelled TEXT,                 -- vendor_data where it is not the user key to the letter
  vendor_data TEXT AS (COALESCE(spelled, user_key)),
  provider_id TEXT,
  date INTEGER,
  digest TEXT,                  -- keyed; tells a changed record from a repeated one
  person TEXT,                  -- keyed, of name and birth date: tells who may be there under several ids
  stands_for INTEGER            -- of a row of rejects that came back: the record of an export in whose place it stands
);

-- Never dropped: it is asked for each row of a file of rejects while that is loaded, and is as short as those files.
CREATE INDEX records_standing_in ON records (stands_for) WHERE stands_for IS NOT NULL;

-- Records with what the mapping made of them. Crossed, so that nobody begins with the verdicts.
CREATE VIEW judged AS SELECT r.*, v.kind, v.reason, v.status, v.status_reason, v.status_row, v.former, v.final, v.fraud
  FROM records r CROSS JOIN verdicts v ON v.id = r.verdict;

CREATE TABLE originals (
  record_id INTEGER PRIMARY KEY,
  fields TEXT,                  -- JSON: the record as it was read; null in a dry run, which has no use for it
  user TEXT,                    -- JSON: what the mapping made of it; in a dry run who it is alone
  faces TEXT                    -- JSON list of face references in order of preference
);

-- Images that stood in a record: each once, until no face that is still wanted and no original needs it.
CREATE TABLE images (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);

CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  user_key TEXT NOT NULL,
  spelled TEXT,                 -- vendor_data where it is not the user key to the letter
  vendor_data TEXT AS (COALESCE(spelled, user_key)),
  record_id INTEGER NOT NULL,   -- the record that decides
  payload TEXT,                 -- JSON, only where several records were joined; else the record's own user
  wanted TEXT NOT NULL,
  status_reason TEXT,
  digest TEXT NOT NULL,         -- of what is wanted
  intended TEXT,                -- the digest that the create carried
  applied TEXT,                 -- the digest that Didit is known to hold
  state TEXT NOT NULL DEFAULT 'pending',
  nonce TEXT,                   -- committed before the create; an intent is open while didit_id is null
  origin TEXT,                  -- created or existing
  didit_id TEXT,
  status_before TEXT,           -- of an existing user, before anything was changed
  status_set TEXT,              -- of an existing user: what we set or were about to set; of a created one: what it was when it was last done
  status_seen TEXT,             -- as Didit last showed it
  updated_at_seen TEXT,
  marks TEXT,                   -- of a created user: keyed marks of its profile as Didit showed it after our last write
  notes TEXT,                   -- JSON list: what the plan wants a human to know (fraud_then_pass, names_differ, ...)
  code TEXT,
  detail TEXT,
  begun_at INTEGER,
  ended_at INTEGER
);

CREATE TABLE faces (
  id INTEGER PRIMARY KEY,
  item_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  reference TEXT,               -- JSON list in order of preference; gone when the face is uploaded
  found INTEGER,                -- was there an image when the plan looked: 1, 0, 2 for a link that only fetching can tell of, or null for not looked
  found_name TEXT,              -- of the file; gone when the face is uploaded
  state TEXT NOT NULL DEFAULT 'pending',
  marker TEXT,                  -- committed before the upload and never computed again for it
  intended_at INTEGER,
  doubtful INTEGER,             -- 1 where an earlier upload of it was not answered: it may be there twice
  uuid TEXT,
  bytes INTEGER,                -- of the file
  seen TEXT,                    -- digest of the file where it was read: another file under its name is another try
  prepared TEXT,                -- marker of the prepared picture where it was prepared: two people with one have one picture
  prepared_bytes INTEGER,
  code TEXT,
  detail TEXT
);

-- What went out in each minute of a run.
CREATE TABLE pace (
  minute INTEGER PRIMARY KEY,   -- since 1970
  writes INTEGER NOT NULL,
  reads INTEGER NOT NULL,
  throttled INTEGER NOT NULL,
  outage_ms INTEGER NOT NULL,
  write_limit REAL              -- writes a minute; null where no limit was kept
);

-- What rollback has done, or what a dry one would do; one row for each item that it has looked at.
CREATE TABLE undone (
  item_id INTEGER PRIMARY KEY,
  didit_id TEXT,
  asked_at INTEGER,             -- committed before a delete goes out; null again once it is clear what became of it
  outcome TEXT,                 -- see undo.ts; null while only asked for
  why TEXT NOT NULL DEFAULT '[]', -- JSON list of reasons
  at INTEGER
);

-- The last verification: whom it reads back, and what came of it.
CREATE TABLE verified (
  item_id INTEGER PRIMARY KEY,
  result TEXT,                  -- match, differs, missing, not ours, unread; null until it was read
  fields TEXT NOT NULL DEFAULT '[]', -- JSON list: names of what differs
  at INTEGER
);
`;

/** What a plan is made for: to be carried out, or only to be looked at, which needs less. */
export type Purpose = 'apply' | 'look';

/** Records of exports that are in the plan: a load that is not merged yet does not count. In a join it is to be prefixed with `r.`. */
export const MERGED = 'export_id IN (SELECT id FROM exports WHERE merged = 1)';
export const UNMERGED = 'export_id IN (SELECT id FROM exports WHERE merged = 0)';

/** Built after a load: a million random keys inserted under a unique index cost more than twice the time, and the gap widens. */
const RECORD_INDEXES = `
CREATE INDEX IF NOT EXISTS records_by_key ON records (user_key) WHERE user_key IS NOT NULL;
`;
const INDEXES = `
CREATE INDEX IF NOT EXISTS records_invalid ON records (export_id) WHERE outcome = 'invalid';
CREATE UNIQUE INDEX IF NOT EXISTS items_by_key ON items (user_key);
CREATE INDEX IF NOT EXISTS items_noted ON items (id) WHERE notes IS NOT NULL;
CREATE INDEX IF NOT EXISTS faces_by_item ON faces (item_id);
CREATE INDEX IF NOT EXISTS faces_doubtful ON faces (id) WHERE doubtful = 1;
CREATE INDEX IF NOT EXISTS faces_by_file ON faces (seen) WHERE seen IS NOT NULL;
CREATE INDEX IF NOT EXISTS faces_by_picture ON faces (prepared) WHERE prepared IS NOT NULL;
CREATE INDEX IF NOT EXISTS verified_open ON verified (item_id) WHERE result IS NULL;
CREATE INDEX IF NOT EXISTS faces_pending ON faces (item_id) WHERE state = 'pending';
`;
/** By which those are found who are still to be done, among all who are done. */
const APPLY_INDEXES = `
CREATE INDEX IF NOT EXISTS items_open ON items (state, id) WHERE state IN ('pending', 'in progress', 'held');
CREATE INDEX IF NOT EXISTS items_by_standing ON items (wanted, origin, status_seen, state);
CREATE INDEX IF NOT EXISTS items_for_humans ON items (record_id) WHERE state IN ('failed', 'held', 'partial');
`;

export function createTables(database: Database): void {
  for (const statement of statementsOf(TABLES)) database.run(statement);
  createIndexes(database, 'apply');
}

/** What joins records to people. */
export function createRecordIndexes(database: Database): void {
  for (const statement of statementsOf(RECORD_INDEXES)) database.run(statement);
}

export function createIndexes(database: Database, purpose: Purpose): void {
  createRecordIndexes(database);
  const wanted = purpose === 'apply' ? INDEXES + APPLY_INDEXES : INDEXES;
  for (const statement of statementsOf(wanted)) database.run(statement);
}

/** Before a load. Those on items go only while there are none: with them goes the proof that a key is there once. */
export function dropIndexes(database: Database): void {
  const without = database.get('SELECT 1 FROM items LIMIT 1') ? RECORD_INDEXES : RECORD_INDEXES + INDEXES + APPLY_INDEXES;
  for (const [, name] of without.matchAll(/IF NOT EXISTS (\w+)/g)) database.run(`DROP INDEX IF EXISTS ${name}`);
}

function statementsOf(script: string): string[] {
  const withoutComments = script.replace(/--.*$/gm, '');
  return withoutComments.split(';').flatMap((statement) => statement.trim() || []);
}
