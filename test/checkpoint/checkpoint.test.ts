import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openCheckpoint, readCheckpoint, temporaryCheckpoint } from '../../src/checkpoint/index.js';
import { Workdir } from '../helpers/program.js';
import { load, person, planRecords, TARGET } from './records.js';

test('a new checkpoint is readable by its owner alone, from its first byte', () => {
  const dir = new Workdir();
  const checkpoint = openCheckpoint(dir.path('a.db'), TARGET);
  for (const name of dir.list()) expect([name, statSync(dir.path(name)).mode & 0o777]).toEqual([name, 0o600]);
  checkpoint.close();
});

test('closing leaves one ordinary file, which knows everything when it is opened again', () => {
  const dir = new Workdir();
  const first = openCheckpoint(dir.path('a.db'), TARGET);
  planRecords(first, [person(1, 'p1')]);
  const secret = first.meta.get('secret');
  first.close();
  expect(dir.list()).toEqual(['a.db']);

  cpSync(dir.path('a.db'), dir.path('moved.db'));
  const second = openCheckpoint(dir.path('moved.db'), TARGET);
  onTestFinished(() => second.close());
  expect(second.totals.items()).toMatchObject({ pending: 1, total: 1 });
  expect(second.meta.get('secret')).toBe(secret);
});

test('a reader in the way of closing keeps the log beside the file, and nothing is lost', () => {
  const dir = new Workdir();
  const checkpoint = openCheckpoint(dir.path('a.db'), TARGET);
  planRecords(checkpoint, [person(1, 'p1')]);
  const reader = readCheckpoint(dir.path('a.db'));
  checkpoint.close();
  expect(reader.totals.items().total).toBe(1);
  reader.close();
  const again = openCheckpoint(dir.path('a.db'), TARGET);
  expect(again.totals.items().total).toBe(1);
  again.close();
});

test('what a plan that died has left is forgotten at the next opening', () => {
  const dir = new Workdir();
  const dying = openCheckpoint(dir.path('a.db'), TARGET);
  load(dying, [person(1, 'p1')]);
  expect(dying.plan.isEmpty()).toBe(true);
  dying.close();

  const next = openCheckpoint(dir.path('a.db'), TARGET);
  onTestFinished(() => next.close());
  for (const table of ['exports', 'records', 'originals', 'items'])
    expect(next.database.all(`SELECT * FROM ${table}`), table).toEqual([]);
  planRecords(next, [person(1, 'p1')]);
  expect(next.totals.items().total).toBe(1);
});

describe('refused are', () => {
  const refusal = (file: string, open = () => openCheckpoint(file, TARGET)) => {
    try {
      open().close();
    } catch (error) {
      return error;
    }
    return undefined;
  };

  test('the checkpoint of another target', () => {
    const file = new Workdir().path('a.db');
    openCheckpoint(file, 'https://elsewhere.example.com').close();
    expect(refusal(file)).toMatchObject({
      code: 'checkpoint_target',
      detail: { file, found: 'https://elsewhere.example.com', expected: TARGET },
    });
    openCheckpoint(file, 'https://elsewhere.example.com').close();
  });

  test('the checkpoint of another version', () => {
    const file = new Workdir().path('a.db');
    const checkpoint = openCheckpoint(file, TARGET);
    checkpoint.meta.set('format', '999');
    checkpoint.close();
    const expected = { code: 'checkpoint_version', detail: { found: '999', expected: 5 } };
    expect(refusal(file)).toMatchObject(expected);
    expect(refusal(file, () => readCheckpoint(file))).toMatchObject(expected);
  });

  test('a text file, which stays as it is', () => {
    const dir = new Workdir();
    const file = dir.write('notes.txt', 'These are notes of somebody and no database at all.\n'.repeat(100));
    expect(refusal(file)).toMatchObject({ code: 'checkpoint_unusable', detail: { reason: 'it is not a checkpoint' } });
    expect(refusal(file, () => readCheckpoint(file))).toMatchObject({ code: 'checkpoint_unusable' });
    expect(dir.read('notes.txt')).toMatch(/^(These are notes of somebody and no database at all\.\n){100}$/);
  });

  test('the database of another program, in which nothing is made', () => {
    const file = new Workdir().path('other.db');
    const other = new Libsql(file);
    other.exec('CREATE TABLE invoices (id INTEGER)');
    other.close();
    expect(refusal(file)).toMatchObject({ code: 'checkpoint_unusable', detail: { reason: 'it is not a checkpoint' } });
    const tables = new Libsql(file).prepare('SELECT name FROM sqlite_master').all();
    expect(tables).toEqual([{ name: 'invoices' }]);
  });

  test('a damaged file', () => {
    const file = new Workdir().path('a.db');
    const checkpoint = openCheckpoint(file, TARGET);
    planRecords(checkpoint, [person(1, 'p1')]);
    checkpoint.close();
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0xaa)]));
    expect(refusal(file)).toMatchObject({ code: 'checkpoint_unusable', detail: { reason: 'it is damaged' } });
  });

  test('a place where nothing can be written', () => {
    const dir = new Workdir();
    expect(refusal(dir.path('none/a.db'))).toMatchObject({
      code: 'checkpoint_unwritable',
      detail: { reason: 'no such file or directory' },
    });
    mkdirSync(dir.path('b.db.lock'));
    expect(refusal(dir.path('b.db'))).toMatchObject({
      code: 'checkpoint_unwritable',
      detail: { reason: expect.stringContaining('lock') },
    });
  });

  test('reading what is not there, without making it', () => {
    const dir = new Workdir();
    expect(refusal(dir.path('a.db'), () => readCheckpoint(dir.path('a.db')))).toMatchObject({ code: 'checkpoint_missing' });
    expect(dir.list()).toEqual([]);
  });
});

test('a reader sees what was committed while the run goes on', () => {
  const file = new Workdir().path('a.db');
  const checkpoint = openCheckpoint(file, TARGET);
  onTestFinished(() => checkpoint.close());
  planRecords(checkpoint, [person(1, 'p1')]);
  const reader = readCheckpoint(file);
  expect(reader.totals.items()).toMatchObject({ pending: 1 });
  expect(() => reader.meta.set('run', 'changed')).toThrow(expect.objectContaining({ code: 'checkpoint_unusable' }));
  reader.close();
});

test('the checkpoint of a dry run has no name, so that a kill leaves nobody behind in it, and is gone when it is closed', () => {
  const checkpoint = temporaryCheckpoint();
  planRecords(checkpoint, [person(1, 'p1')]);
  expect(checkpoint.totals.items().total).toBe(1);
  if (process.platform !== 'win32') expect(existsSync(dirname(checkpoint.file))).toBe(false);
  checkpoint.close();
  expect(existsSync(dirname(checkpoint.file))).toBe(false);
});
