import { existsSync, readdirSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { keepPage, type Rhythm } from '../../src/commands/keep-page.js';
import { Workdir } from '../helpers/program.js';
import { checkpointOf, person } from '../report/checkpoint-of.js';

const OFTEN: Rhythm = { everyMs: 20, rest: 1 };
const customers = { file: 'a.csv', format: 'csv' as const, columns: ['vendor_data'], records: [person({ number: 1, id: 'u1' })] };

test('while a run goes on its page is written again and again, and nothing else of the report', async () => {
  const folder = new Workdir().path('report');
  const errors: unknown[] = [];
  const end = keepPage(checkpointOf(onTestFinished, customers), folder, (error) => errors.push(error), OFTEN);
  await vi.waitFor(() => expect(readdirSync(folder)).toEqual(['report.html']), 30_000);
  rmSync(folder, { recursive: true });
  await vi.waitFor(() => expect(existsSync(`${folder}/report.html`)).toBe(true), 30_000);
  await end();
  rmSync(folder, { recursive: true });
  await delay(10 * OFTEN.everyMs);
  expect(existsSync(folder)).toBe(false);
  expect(errors).toEqual([]);
});

test('where it cannot be written that is told, and tried again', async () => {
  const file = new Workdir().write('report', 'a file is in the way');
  const errors: unknown[] = [];
  const end = keepPage(checkpointOf(onTestFinished, customers), file, (error) => errors.push(error), OFTEN);
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1), 30_000);
  await end();
  expect(errors[0]).toMatchObject({ code: 'report_unwritable' });
});
