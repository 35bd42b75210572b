import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openArchive } from '../../src/archive/index.js';
import { faceTemplates } from '../../src/inspect/face-names.js';
import { csv, surveyOf } from './survey-of.js';

async function templatesFor(...names: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
  const { ids } = await surveyOf(csv('applicant_id,user_id', 'A-1,u_1', 'A-2,u_2', 'A-3,u_3'));
  const archive = await openArchive(folder);
  onTestFinished(() => archive.close());
  return faceTemplates(archive, ids);
}

test('images are named by whichever field holds their names', async () => {
  expect(await templatesFor('A-1.jpg', 'a-2.PNG', 'notes.txt', 'other.jpg')).toEqual([
    { template: '{applicant_id}.*', remark: 'fits 2 of 3 images' },
  ]);
});

test('the id may be a folder, or a part of the name', async () => {
  expect((await templatesFor('u_1/selfie.jpg', 'u_2/selfie.jpg')).map(({ template }) => template)).toEqual([
    '{user_id}/selfie.*',
  ]);
  expect((await templatesFor('live/selfie_A-1.jpg', 'live/selfie_A-3.jpg')).map(({ template }) => template)).toEqual([
    'live/selfie_{applicant_id}.*',
  ]);
});

test('a name around the id that is met once is no template', async () => {
  expect(await templatesFor('A-1.jpg', 'A-2.jpg', 'A-3_Testa-Sample.jpg')).toEqual([
    { template: '{applicant_id}.*', remark: 'fits 2 of 3 images' },
  ]);
});

test('nothing is offered where no name is an id', async () => {
  expect(await templatesFor('one.jpg', 'two.jpg')).toEqual([]);
});
