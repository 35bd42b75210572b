import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { CHROMIUM, launchChromium } from '../helpers/chromium.js';
import { portrait } from '../helpers/images.js';
import { receiveWebhooks } from './receive-webhooks.js';
import { type Talk, talkToSandbox } from './talk.js';

describe.skipIf(CHROMIUM === undefined)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    return () => browser.close();
  }, 60_000);

  /** The page of a sandbox of its own; it asks nobody else for anything, and nothing on it goes wrong. */
  async function watch(options: SandboxOptions = {}): Promise<Talk & { page: Page }> {
    const talk = await talkToSandbox(options);
    const page = await browser.newPage();
    const wrong: string[] = [];
    page.on('request', (request) => {
      if (!/^data:/.test(request.url()) && !request.url().startsWith(`${talk.sandbox.baseUrl}/`)) wrong.push(request.url());
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    onTestFinished(async () => {
      await page.close();
      expect(wrong).toEqual([]);
    });
    await page.goto(`${talk.sandbox.baseUrl}/`);
    await expect.poll(() => page.getByRole('status').textContent()).toBe('live');
    return { ...talk, page };
  }

  const figure = (page: Page, id: string, name: string) =>
    page.locator(`#${id} dt`, { hasText: name }).first().locator('xpath=following-sibling::dd[1]').textContent();

  test('users, faces and calls appear while they come', async () => {
    const { page, createUser, send, facesOf } = await watch();
    expect(await figure(page, 'users', 'users')).toBe('0');
    const faces = await facesOf('user-1');
    await createUser({ vendor_data: 'user-2', status: 'BLOCKED', full_name: '<img src=x onerror=alert(1)>' });
    await send('POST', `${faces}upload/`, { image: (await portrait(1)).toString('base64'), comment: 'm-1' });
    await expect.poll(() => figure(page, 'users', 'faces')).toBe('1');
    expect([await figure(page, 'users', 'users'), await figure(page, 'users', 'BLOCKED')]).toEqual(['2', '1']);
    expect(await page.locator('#latest tr').first().textContent()).toContain('<img src=x onerror=alert(1)>');
    const picture = page.getByRole('img', { name: 'm-1' });
    await expect.poll(() => picture.evaluate((image) => 'naturalWidth' in image && Number(image.naturalWidth) > 0)).toBe(true);
    expect(await page.locator('#calls').textContent()).toMatch(/[23] writes \(at most 300 in 60 s\), \d+ reads/);
    expect(await figure(page, 'requests', 'POST /v3/users/create/ 201')).toBe('2');
  });

  test('the longest address leaves its figure beside it, inside the frame', async () => {
    const { page, send, facesOf } = await watch();
    await send('GET', await facesOf('user-1'));
    await page.locator('#requests dt', { hasText: '/v3/organization/' }).first().waitFor();
    const sticksOut = await page.locator('#requests').evaluate((list) => list.scrollWidth > list.clientWidth);
    expect(sticksOut).toBe(false);
  });

  test('faults and the key are switched, and the page says what is on', async () => {
    const { page, send, createUser } = await watch();
    await page.getByLabel('Fault').selectOption('403');
    await page.getByLabel('Share').fill('100');
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect.poll(() => figure(page, 'wrong', 'now')).toBe('403 100%');
    await createUser({ vendor_data: 'user-1' });
    await page.getByRole('button', { name: 'All well again' }).click();
    await expect.poll(() => figure(page, 'wrong', 'now')).toBe('nothing');
    await page.getByRole('button', { name: 'Revoke the key' }).click();
    await page.getByRole('button', { name: 'Make the key good again' }).waitFor();
    expect((await send('GET', '/v3/users/')).status).toBe(401);
    await page.getByRole('button', { name: 'Make the key good again' }).click();
    await expect.poll(async () => (await send('GET', '/v3/users/')).status).toBe(200);
  });

  test('users are invented, go through a session and are forgotten', async () => {
    const { page, send, sandbox } = await watch();
    await page.getByLabel('Invented users').fill('60');
    await page.getByRole('button', { name: 'Add' }).click();
    await expect.poll(() => figure(page, 'users', 'users')).toBe('60');
    expect(await page.locator('#latest tr').count()).toBe(50);
    const row = page.getByRole('row', { name: 'seed-user-58' });
    await row.getByRole('button', { name: 'Go through a session' }).click();
    await expect.poll(() => figure(page, 'users', 'verified since')).toBe('1');
    expect((await send('GET', '/v3/users/seed-user-58/')).body['approved_count']).toBe(1);
    page.on('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Forget everything' }).click();
    await expect.poll(() => figure(page, 'users', 'users')).toBe('0');
    expect(sandbox.state.users.size).toBe(0);
  });

  test('deliveries show with their answer', async () => {
    const receiver = await receiveWebhooks(() => 401);
    const { page, createUser } = await watch({ webhook: { url: receiver.url, secret: 'a secret' } });
    await createUser({ vendor_data: 'user-1' });
    await expect.poll(() => figure(page, 'webhooks', 'given up')).toBe('1');
    expect(await page.locator('#deliveries tr').first().textContent()).toMatch(/user\.data\.updated1401given up$/);
  });

  test('when the sandbox has ended the page says so', async () => {
    const talk = await talkToSandbox();
    const page = await browser.newPage();
    await page.goto(`${talk.sandbox.baseUrl}/`);
    await talk.sandbox.close();
    await expect.poll(() => page.getByRole('status').textContent(), { timeout: 5_000 }).toBe('the sandbox has ended');
    await page.close();
  });

  test.each([360, 1280])('nothing is wider than a window of %i pixels', async (width) => {
    const { page } = await watch({ seedUsers: 3 });
    await page.setViewportSize({ width, height: 800 });
    await delay(100);
    const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(over).toBe(0);
  });
});

test('the page runs nothing but its own script, and no other site may frame it', async () => {
  const { sandbox } = await talkToSandbox();
  const { headers } = await fetch(`${sandbox.baseUrl}/`);
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'sha256-.*frame-ancestors 'none'/);
  expect((await fetch(`${sandbox.baseUrl}/`, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
});
