import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The machine's own Chromium; without one the tests that need it are skipped, and fail where nothing may be skipped. */
export const CHROMIUM = findChromium();

function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);
  if (found) return found;
  if (process.env['CI']) throw new Error('Chromium is needed to test pages: apt-get install chromium.');
  console.warn('SKIPPED: there is no Chromium to test pages in (apt-get install chromium).');
  return undefined;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? 'chromium', args: ['--no-sandbox', '--disable-gpu'] });
}
