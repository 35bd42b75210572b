// How fast report.html is written for a million people, in how much memory, and how soon a browser shows it: npm run bench:report [people]
// test/bench/README.md says what is measured. Figures, no assertions.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { openCheckpoint } from '../../dist/checkpoint/index.js';
import { notePlanFacts } from '../../dist/checkpoint/plan-facts.js';
import { createIndexes } from '../../dist/checkpoint/schema.js';
import { summarize } from '../../dist/report/index.js';
import { writePage } from '../../dist/report/write-page.js';

const PEOPLE = Number(process.argv[2] ?? 1_000_000);
/** One in so many is in trouble: 5,000 rows and more of a million. */
const TROUBLE = 150;
const WRITES_A_MINUTE = 240;

const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-bench-'));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const checkpoint = openCheckpoint(join(folder, 'big.db'), 'https://didit.example.com organization o application a');
  fill(checkpoint);
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  const begun = performance.now();
  const context = { generatedAt: new Date(), requests: { write: PEOPLE * 2, read: 10, throttled: 12 } };
  const file = await writePage(checkpoint, summarize(checkpoint, context), process.env.KEEP ?? folder, context);
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(sampling);
  peak = Math.max(peak, process.memoryUsage().rss);
  checkpoint.close();
  console.log({ people: PEOPLE, seconds, 'file MB': statSync(file).size / 1e6, 'more memory MB': (peak - before) / 1e6 });
  console.log(await shown(`file://${file}`));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Every person in one statement for each table, as a run would have left them. */
function fill({ database, plan }) {
  const export_ = plan.beginExport({
    file: 'big.csv',
    format: 'csv',
    columns: ['id'],
    mapping: 'generic',
    mappingHash: 'f'.repeat(64),
  });
  const unused = {
    looked: 20_000,
    fields: [
      { path: 'risk_score', filled: 19_000 },
      { path: 'referrer', filled: 410 },
    ],
  };
  const reading = JSON.stringify({ encodings: [], files: 1, passedOver: 0, unusedFields: unused });
  database.transaction(() => {
    database.run('UPDATE exports SET merged = 1, sha256 = ?, bytes = ?, reading = ? WHERE id = ?', [
      'a'.repeat(64),
      PEOPLE * 180,
      reading,
      export_,
    ]);
    database.run(`INSERT INTO verdicts (kind, reason, status, status_row, former, final, fraud) VALUES
      ('user', NULL, 'ACTIVE', 'passed', 'APPROVED', 1, 0), ('user', NULL, 'BLOCKED', 'refused', 'REJECTED', 1, 0),
      ('skipped', 'test account', NULL, NULL, NULL, NULL, NULL)`);
    const numbers = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?)';
    database.run(
      `${numbers} INSERT INTO records (id, export_id, number, verdict, outcome, problems, user_key, spelled)
        SELECT x, ?, x, iif(x % 40 = 7, 3, iif(x % 11 = 0, 2, 1)), iif(x % ? = 0, 'invalid', iif(x % 40 = 7, 'skipped', 'used')),
          iif(x % ? = 0, '[{"code":"date_unreadable","field":"dob","detail":{"expected":"YYYY-MM-DD","found":"99/99/9999"}}]', NULL),
          'user-' || x, 'User-' || x FROM n`,
      [PEOPLE, export_, TROUBLE, TROUBLE],
    );
    database.run(
      `INSERT INTO items (id, user_key, spelled, record_id, wanted, digest, intended, state, origin, didit_id, status_seen, code, ended_at)
        SELECT id, user_key, spelled, id, status, 'd', 'd', iif(id % ? = 1, 'held', 'done'), 'created', 'id-' || id, iif(id % ? = 1, 'ACTIVE', status),
          iif(id % ? = 1, 'status_conflict', NULL), 1893456000000 + id * 60000 * 2 / ? FROM judged WHERE outcome = 'used'`,
      [TROUBLE * 4, TROUBLE * 4, TROUBLE * 4, WRITES_A_MINUTE],
    );
    database.run(
      `INSERT INTO faces (item_id, position, found, state, bytes, prepared_bytes, code)
        SELECT id, 0, 1, iif(id % 900 = 5, 'refused', 'uploaded'), 40000 + (id * 7919) % 6000000, 30000 + (id * 104729) % 400000,
          iif(id % 900 = 5, 'face_too_small', NULL) FROM items`,
    );
    const minutes = Math.ceil((PEOPLE * 2) / WRITES_A_MINUTE);
    const limit = WRITES_A_MINUTE;
    for (let at = 0; at < minutes; at += 1) {
      const outage = at % 1000 > 600 && at % 1000 < 630 ? 60_000 : 0;
      const writes = outage > 0 ? 2 : limit - (at % 7);
      database.run('INSERT INTO pace VALUES (?, ?, ?, ?, ?, ?)', [
        31_557_600 + at,
        writes,
        3,
        at % 377 === 0 ? 4 : 0,
        outage,
        limit,
      ]);
    }
  });
  createIndexes(database, 'apply');
  // Of a merge: everybody has one record.
  database.run('CREATE TEMP TABLE several (user_key TEXT PRIMARY KEY)');
  notePlanFacts(database);
}

/** In milliseconds, as the browser counts them. */
async function shown(url) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url);
  await page.waitForTimeout(300);
  return page.evaluate(async () => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const timed = async (act) => {
      const begun = performance.now();
      act();
      await painted();
      return performance.now() - begun;
    };
    const { text } = document.querySelector('.tools').elements;
    const search = () => {
      text.value = 'user-1500';
      text.dispatchEvent(new Event('input'));
    };
    return {
      rows: document.querySelectorAll('#rows tbody tr').length,
      'first paint ms': performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      'all there ms': performance.getEntriesByType('navigation')[0]?.domContentLoadedEventEnd,
      'sort ms': await timed(() => document.querySelector('#rows thead button').click()),
      'search ms': await timed(search),
    };
  });
}
