import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Checkpoint, PlannedRecord } from '../../../src/checkpoint/index.js';
import { type PageContext, writeReport } from '../../../src/report/index.js';
import { CHROMIUM, launchChromium } from '../../helpers/chromium.js';
import { carryOut, checkpointOf, invalid, person, skipped } from '../checkpoint-of.js';

const context: PageContext = {
  target: 'https://example.com organization org-1 application app-1',
  requests: { write: 1234, read: 5, throttled: 2 },
  generatedAt: new Date('2030-01-02T03:04:05Z'),
};

/** Ids and words as somebody would write them who wants the page to run, to load or to say something else. */
const HOSTILE = [
  '</script><script>document.title = "taken"</script>',
  '"><img src="https://example.com/x.png" onerror="document.title = \'taken\'">',
  '</style><style>body { display: none }</style>',
  '\u202eevil\u2066\u0000',
  "<!-- ' & &lt;",
  'x'.repeat(2000),
];

/** Some of everything: every state, every section, and the hostile words wherever words from outside are shown. */
function troubled(): Checkpoint {
  const hostile = HOSTILE.flatMap((words, index): PlannedRecord[] => [
    { ...person({ number: 20 + index, id: words, former: words, face: 'a.jpg' }), statusRow: words },
    skipped(40 + index, words),
    invalid(60 + index, [{ code: 'status_unknown', detail: { word: words } }], {}),
  ]);
  const checkpoint = checkpointOf(onTestFinished, {
    file: `<b>${HOSTILE[3]}.csv`,
    format: 'csv',
    columns: ['vendor_data'],
    records: [
      person({ number: 1, id: 'u1', face: 'u1.jpg' }),
      person({ number: 2, id: 'u2', status: 'BLOCKED', former: 'refused' }),
      person({ number: 3, id: 'u3', face: 'u3.jpg' }),
      person({ number: 9, id: 'u4' }),
      person({ number: 10, id: 'u4', fraud: true, status: 'BLOCKED', former: 'fraud' }),
      person({ number: 11, id: 'u5', status: 'FLAGGED', former: 'doubtful' }),
      invalid(
        12,
        [
          { code: 'row_ragged', detail: { found: 4, expected: 3 } },
          { code: 'date_in_future', field: 'dob' },
        ],
        {},
      ),
      ...hostile,
    ],
  });
  carryOut(checkpoint, { u2: 'failed', u3: 'partial', u5: 'held', [HOSTILE[0] ?? '']: 'partial' });
  const unused = { looked: 9, fields: HOSTILE.map((path, index) => ({ path, filled: 9 - index })) };
  checkpoint.database.run('UPDATE exports SET reading = ?', [
    JSON.stringify({ encodings: [], files: 1, passedOver: 0, unusedFields: unused }),
  ]);
  for (let minute = 0; minute < 40; minute += 1) {
    const out = minute > 20 && minute < 25;
    const limit = minute < 30 ? 240 : undefined;
    const note = { writes: out ? 1 : 239, reads: 2, throttled: minute % 9 === 0 ? 1 : 0, outageMs: out ? 60_000 : 0, limit };
    checkpoint.pace.note((minute + (minute > 35 ? 600 : 0)) * 60_000, note);
  }
  return checkpoint;
}

async function written(checkpoint: Checkpoint, about: Partial<PageContext> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { page } = await writeReport(checkpoint, folder, { ...context, ...about });
  return page;
}

test('with redact no vendor_data is on the page, and the same person has the same hash, which another checkpoint does not give', async () => {
  const records = [
    person({ number: 1, id: 'findme-1', fraud: true }),
    person({ number: 2, id: 'FINDME-1' }),
    invalid(3, [{ code: 'status_missing' }], {}),
  ];
  const hashes = async () => {
    const checkpoint = checkpointOf(onTestFinished, { file: 'a.csv', format: 'csv', records });
    carryOut(checkpoint, { 'findme-1': 'held', 'FINDME-1': 'held' });
    const page = readFileSync(await written(checkpoint, { redact: true }), 'utf8');
    expect(page).not.toMatch(/findme/i);
    expect(page).toContain('Instead of vendor_data it shows keyed hashes');
    return page.match(/#[0-9a-f]{16}(?=<)/g) ?? [];
  };
  const [first, second] = [await hashes(), await hashes()];
  expect(first).toHaveLength(2);
  expect(new Set(first).size).toBe(1);
  expect(first[0]).not.toBe(second[0]);
});

test('a code of people and of records alike has one place that the rows lead to', async () => {
  const checkpoint = checkpointOf(onTestFinished, {
    file: 'a.csv',
    format: 'csv',
    records: [person({ number: 1, id: 'u1' }), invalid(2, [{ code: 'winner_invalid', detail: { record: 1 } }], {})],
  });
  for (const item of [...checkpoint.items.inState('pending')])
    checkpoint.items.end(item, 'failed', 'winner_invalid', { record: 2 });
  const page = readFileSync(await written(checkpoint), 'utf8');
  expect(page.match(/id="code-winner_invalid"/g)).toHaveLength(1);
  expect(page.match(/<option>winner_invalid/g)).toHaveLength(1);
  expect(page.match(/href="#code-winner_invalid"/g)?.length).toBeGreaterThan(1);
});

test('while a run goes on it says so, and not to run the same command again', async () => {
  const checkpoint = checkpointOf(onTestFinished, {
    file: 'a.csv',
    format: 'csv',
    records: [person({ number: 1, id: 'u1' }), person({ number: 2, id: 'u2' })],
  });
  carryOut(checkpoint, { u2: 'in progress' });
  checkpoint.meta.set('active_at', String(context.generatedAt.getTime() - 1000));
  const end = Math.floor(context.generatedAt.getTime() / 60_000);
  checkpoint.database.run('UPDATE items SET ended_at = ? WHERE ended_at IS NOT NULL', [(end - 2) * 60_000]);
  for (const minute of [end - 2, end - 1])
    checkpoint.pace.note(minute * 60_000, { writes: 1, reads: 0, throttled: 0, outageMs: 0, limit: 240 });
  const command = 'didit-migrate run a.csv';
  const page = readFileSync(await written(checkpoint, { command }), 'utf8');
  expect(page).toContain('1 of 2 people still to go.');
  expect(page).toContain('while it runs: as of 2030-01-02 03:04 UTC');
  expect(page).toContain('Still to go at the last pace</dt><dd>about 60 seconds');
  expect(page).not.toContain(command);
  checkpoint.meta.delete('active_at');
  expect(readFileSync(await written(checkpoint, { command }), 'utf8')).toContain(`<code>${command}</code>`);
});

test('what a checkpoint does not know is left out', async () => {
  const checkpoint = checkpointOf(onTestFinished, { file: 'a.csv', format: 'csv', records: [person({ number: 1, id: 'u1' })] });
  const { requests: _, ...nothingSent } = context;
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { page } = await writeReport(checkpoint, folder, nothingSent);
  const titles = [...readFileSync(page, 'utf8').matchAll(/<h2[^>]*><span[^>]*>\d<\/span>([^<]+)/g)].map(([, title]) => title);
  expect(titles).toEqual(['At a glance', 'Needs a decision', 'For compliance']);
  expect(readFileSync(page, 'utf8')).toContain('Nothing: nobody is held or failed');
});

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    return () => browser.close();
  }, 60_000);

  /** The page from the disk; it asks nobody for anything, and nothing on it goes wrong. */
  async function opened(file: string, { width = 1280, colorScheme = 'light' as 'light' | 'dark' } = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const wrong: string[] = [];
    page.on('request', (request) => request.url() !== `file://${file}` && wrong.push(request.url()));
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => wrong.push(message.text()));
    onTestFinished(async () => {
      await page.close();
      expect(wrong).toEqual([]);
    });
    await page.goto(`file://${file}`);
    return page;
  }

  const records = (page: Page) => page.locator('#rows tbody tr:visible td:first-child').allTextContents();

  test('hostile words stay text, nothing is loaded, and nothing runs but the page’s own script', async () => {
    const page = await opened(await written(troubled()));
    expect(await page.title()).toBe('Report of a migration to Didit');
    expect(await page.locator('img, iframe, link, object, [onerror]').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('style').count()).toBe(1);
    const text = (await page.locator('main').textContent()) ?? '';
    for (const words of HOSTILE.slice(0, 3)) expect(text).toContain(words);
    expect(text).toContain('[U+202E]evil[U+2066][U+0000]');
    expect(text).not.toMatch(/[\u202e\u2066]/);
    expect(text).not.toContain('x'.repeat(401));
    const policy = await page.locator('meta[http-equiv]').getAttribute('content');
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
    );
  });

  test.each([
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 400, colorScheme: 'light' },
    { width: 400, colorScheme: 'dark' },
  ] as const)('contrast, labels and structure are in order at $width px, $colorScheme', async (look) => {
    const page = await opened(await written(troubled()), look);
    await page.evaluate(axe.source);
    const { violations }: axe.AxeResults = await page.evaluate('axe.run()');
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('; ')}`)).toEqual([]);
    // Nothing but tables in frames of their own is wider than the screen.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(look.width);
  });

  test('every section is there, with its numbers', async () => {
    const page = await opened(await written(troubled()));
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      '1At a glance',
      '2Needs a decision',
      '3For compliance',
      '4Pace',
      '5Faces',
      '6What was left behind',
    ]);
    const row = async (table: string, name: string) =>
      page
        .getByRole('table', { name: table, exact: true })
        .getByRole('row', { name })
        .first()
        .getByRole('cell')
        .allTextContents();
    expect(await row('People', 'somebody has to decide')).toEqual(['1', '9.1 %']);
    expect(await row('Records of the exports', 'invalid')).toEqual(['7', '28.0 %']);
    expect(await row('What became of the former verdicts', 'doubtful')).toEqual(['flagged row', 'FLAGGED', '1', '1']);
    expect(await row('People with several records', 'u4')).toEqual(['FLAGGED', '10', '9', 'fraud was found, and passed later']);
    expect(await page.locator('.limit').count()).toBe(30);
    expect(await page.locator('.panel').first().locator('.outage').count()).toBe(4);
    expect(await page.locator('.panel').first().locator('.pause').count()).toBe(2);
  });

  test('the rows are searched, filtered by their code and sorted, with the keyboard too', async () => {
    const page = await opened(await written(troubled()));
    expect((await records(page)).slice(0, 3)).toEqual(['11', '2', '12']);
    const search = page.getByLabel('Search');
    await search.fill('u5');
    expect(await records(page)).toEqual(['11']);
    expect(await page.getByRole('status').textContent()).toBe('1 of 11 rows');
    await search.fill('');
    await page.getByRole('combobox', { name: 'Code' }).selectOption('date_in_future');
    expect(await records(page)).toEqual(['12']);
    await page.locator('#code-face_too_small').getByRole('button', { name: 'Show these' }).click();
    expect(await records(page)).toEqual(['3', '20']);
    await page.getByRole('combobox', { name: 'Code' }).selectOption('all');

    const head = page.locator('#rows').getByRole('columnheader', { name: 'Record', exact: true });
    await head.getByRole('button').focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    expect(await records(page)).toEqual(['2', '3', '11', '12', '20', '60', '61', '62', '63', '64', '65']);
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect((await records(page))[0]).toBe('65');
  });

  test('without scripts everything can be read, and on paper the rows are there without what searches them', async () => {
    const file = await written(troubled());
    const still = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    onTestFinished(() => still.close());
    await still.goto(`file://${file}`);
    expect(await records(still)).toHaveLength(11);
    expect(await still.locator('.tools').isVisible()).toBe(false);
    const page = await opened(file);
    await page.emulateMedia({ media: 'print' });
    expect(await records(page)).toHaveLength(11);
    expect(await page.locator('.tools, nav').first().isVisible()).toBe(false);
  });

  test('of more than 5,000 rows the first are there, and it says so', async () => {
    const many = Array.from({ length: 5_001 }, (_, index) => invalid(index + 1, [{ code: 'status_missing' }], {}));
    const page = await opened(
      await written(checkpointOf(onTestFinished, { file: 'a.csv', format: 'csv', columns: ['id'], records: many })),
    );
    expect(await page.locator('#rows tbody tr').count()).toBe(5_000);
    expect(await page.getByText('The first 5,000 of 5,001').count()).toBe(1);
    await page.getByLabel('Search').fill('4999');
    expect(await records(page)).toEqual(['4999']);
  });
});
