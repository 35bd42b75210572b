import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { CHROMIUM, launchChromium } from '../helpers/chromium.js';
import { people, requestsOf, toCsv, writeFaces } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

async function migrated(...options: string[]): Promise<{ dir: Workdir; sandbox: Sandbox }> {
  const dir = new Workdir();
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const rows = people(12).map((row) => ({ ...row, shoe_size: '42' }));
  dir.write('customers.csv', toCsv([...rows, { ...rows[0], vendor_data: '', status: 'nobody knows' }]));
  await writeFaces(dir.path('faces'), rows.slice(0, 10));
  const run = await dir.run(
    ['run', 'customers.csv', '--faces', 'faces', '-c', 'a.db', '--yes', ...options],
    environmentOf(sandbox),
  );
  expect(run.code, run.story).toBe(1);
  return { dir, sandbox };
}

test('the page holds nobody’s name, birth date or e-mail, and with --redact nobody’s id', async () => {
  const { dir } = await migrated('--redact');
  const page = dir.read('a-report/report.html');
  expect(page).not.toMatch(/findme|User-\d|1960-01-11/i);
  expect(dir.read('a-report/results.csv')).toContain('User-1');
  const again = await dir.run(['report', '-c', 'a.db']);
  expect(again.code, again.story).toBe(0);
  expect(dir.read('a-report/report.html')).toContain('<bdi>User-11</bdi>');
});

test('what verify has found is on the page, which stays redacted as the run was', async () => {
  const { dir, sandbox } = await migrated('--redact');
  expect(dir.read('a-report/report.html')).toContain('Nobody was read back from Didit yet.');
  await fetch(`${sandbox.baseUrl}/v3/users/User-2/update-status/`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'x-api-key': sandbox.apiKey },
    body: JSON.stringify({ status: 'BLOCKED' }),
  });
  const verify = await dir.run(['verify', '-c', 'a.db', '--report', 'a-report'], environmentOf(sandbox));
  expect(verify.code, verify.story).toBe(1);
  const page = dir.read('a-report/report.html');
  expect(page).toContain('Didit differs from what the migration has left.');
  expect(page).toMatch(/different<\/th><td class="n">1</);
  expect(page).not.toMatch(/User-\d/);
});

test('validate writes the plan as a page, with the command that carries it out', async () => {
  const dir = new Workdir();
  dir.write('my customers.csv', toCsv(people(3)));
  const plan = await dir.run(['validate', 'my customers.csv', '--mapping', 'generic', '--no-faces', '--report', 'lists']);
  expect(plan.code, plan.story).toBe(0);
  expect(plan.stdout).toContain('report.html');
  const page = dir.read('lists/report.html');
  expect(page).toContain('The plan: 3 people out of 3 records. Nothing was sent.');
  expect(page).toContain('<code>didit-migrate run &#39;my customers.csv&#39; --mapping generic --no-faces</code>');
  expect(page).toContain('create a user</th><td class="n">3</td>');
});

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    return () => browser.close();
  }, 60_000);

  const cells = (page: Page, table: string, row: string) =>
    page
      .getByRole('table', { name: table, exact: true })
      .getByRole('row', { name: row })
      .first()
      .getByRole('cell')
      .allTextContents();
  const fact = (page: Page, name: string) =>
    page.locator('dt', { hasText: name }).first().locator('xpath=following-sibling::dd').textContent();

  test('its numbers are those of the server', async () => {
    const { dir, sandbox } = await migrated();
    const users = [...sandbox.state.users.values()];
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await page.goto(`file://${dir.path('a-report/report.html')}`);

    const has = (status: string) => users.filter((user) => user.status === status).length;
    for (const status of ['ACTIVE', 'FLAGGED', 'BLOCKED'])
      expect((await cells(page, 'Statuses that they are to have', status))[0]).toBe(String(has(status)));
    const faces = users.reduce((sum, user) => sum + user.faces.length, 0);
    expect(faces).toBe(10);
    expect((await cells(page, 'Faces', 'uploaded'))[0]).toBe('10');
    expect((await cells(page, 'Faces', 'missing'))[0]).toBe('2');
    const { writes, reads } = requestsOf(sandbox);
    expect([await fact(page, 'Writes'), await fact(page, 'Reads')]).toEqual([String(writes), String(reads)]);
    expect(await fact(page, 'of these, needed at the least')).toContain('(1.00 writes for each)');
    expect(await cells(page, 'What became of the former verdicts', 'BLOCKED')).toEqual(['blocked', 'BLOCKED', '2', '2']);
    expect(await cells(page, 'customers.csv: 1 field, in the first 13 records that were not skipped', 'shoe_size')).toEqual([
      '13',
      '100 %',
    ]);
    expect(await page.locator('#rows tbody tr td:first-child').allTextContents()).toEqual(['13', '11', '12']);
  });
});
