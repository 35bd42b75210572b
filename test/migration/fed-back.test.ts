import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { openCheckpoint } from '../../src/checkpoint/index.js';
import { loadMapping } from '../../src/mapping/index.js';
import { planExports } from '../../src/migration/plan.js';
import { readSample } from '../../src/migration/sample.js';
import { exitCodeFor, summarize, writeReport } from '../../src/report/index.js';
import { Workdir } from '../helpers/program.js';
import { at, SAMPLES } from '../helpers/samples.js';
import { Planning } from './planning.js';

type Row = { id?: string; _item: string; _reason: string } & Record<string, string>;

class FeedingBack extends Planning {
  /** The rejects as they are written now. */
  async rejects(): Promise<Row[]> {
    const folder = this.dir.path('report');
    const { rejects } = await writeReport(this.checkpoint, folder, { generatedAt: new Date(0) });
    return rejects.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line): Row => JSON.parse(line)),
    );
  }

  exitCode(): number {
    return exitCodeFor(summarize(this.checkpoint, { generatedAt: new Date(0) }));
  }
}

const passed = { id: 'p1', verdict: 'yes', name: 'Testa Sample' };
const open = { ...passed, verdict: 'perhaps' };

test('what was mended is gone from the rejects, its old record is superseded, and nothing personal of it stays', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [open, { ...passed, id: '' }, { ...open, id: 'p3' }] });
  expect(feeding.exitCode()).toBe(1);
  const [first, second, third] = await feeding.rejects();
  await feeding.plan({
    'mended.ndjson': [
      { ...first, verdict: 'yes' },
      { ...second, id: 'p2' },
    ],
  });
  expect(feeding.records()).toEqual([
    'a.ndjson:1 superseded status_unknown',
    'a.ndjson:2 superseded id_missing',
    'a.ndjson:3 invalid status_unknown',
    'mended.ndjson:1 used',
    'mended.ndjson:2 used',
  ]);
  expect(feeding.wanted().sort()).toEqual(['p1 ACTIVE', 'p2 ACTIVE']);
  expect((await feeding.rejects()).map(({ _item }) => _item)).toEqual([third?._item]);
  const originals = feeding.checkpoint.database.all<{ record_id: number }>('SELECT record_id FROM originals');
  expect(originals.map(({ record_id }) => record_id)).toEqual([3, 4, 5]);
  await feeding.plan({ 'rest.ndjson': [{ ...third, verdict: 'no' }] });
  expect(await feeding.rejects()).toEqual([]);
  expect(feeding.exitCode()).toBe(0);
  expect(feeding.checkpoint.totals.absent()).toBe(0);
});

test('what comes back unmended or mended wrongly is rejected again, and the older file mends it as well', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [open] });
  const [first] = await feeding.rejects();
  await feeding.plan({ 'wrong.ndjson': [{ ...first, id: 'p2', verdict: 'yes' }] });
  expect(feeding.records()).toEqual(['a.ndjson:1 superseded status_unknown', 'wrong.ndjson:1 invalid id_changed']);
  const [again] = await feeding.rejects();
  expect(again?._item).not.toBe(first?._item);
  await feeding.plan({ 'right.ndjson': [{ ...first, verdict: 'yes' }] });
  expect(feeding.records().slice(1)).toEqual(['wrong.ndjson:1 superseded id_changed', 'right.ndjson:1 used']);
  expect(feeding.wanted()).toEqual(['p1 ACTIVE']);
});

test('an id that another person has costs that person nothing', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [passed, { ...open, id: 'p2' }] });
  const [second] = await feeding.rejects();
  await feeding.plan({ 'sorted.ndjson': [{ ...second, id: 'p1', verdict: 'no' }] });
  expect(feeding.wanted()).toEqual(['p1 ACTIVE']);
});

test('ids that collide are mended by giving one of the two another id', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [passed, { ...passed, id: 'P1', verdict: 'no' }] });
  expect(feeding.wanted()).toEqual([]);
  const [, capital] = await feeding.rejects();
  await feeding.plan({ 'mended.ndjson': [{ ...capital, id: 'p2' }] });
  expect(feeding.wanted().sort()).toEqual(['p1 ACTIVE', 'p2 BLOCKED']);
  expect(await feeding.rejects()).toEqual([]);
  expect(feeding.exitCode()).toBe(0);
});

test('a mended pass does not displace a refusal of the same person that no rejects were about', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [open, { ...passed, verdict: 'no' }] });
  const unclear = (await feeding.rejects()).find(({ verdict }) => verdict === 'perhaps');
  await feeding.plan({ 'mended.ndjson': [{ ...unclear, verdict: 'yes' }] });
  expect(feeding.wanted()).toEqual(['p1 BLOCKED']);
});

test('a later export outweighs rejects of an earlier one that come back after it', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [open] });
  const [first] = await feeding.rejects();
  await feeding.plan({ 'delta.ndjson': [{ ...passed, verdict: 'no' }] });
  await feeding.plan({ 'mended.ndjson': [{ ...first, verdict: 'yes' }] });
  expect(feeding.wanted()).toEqual(['p1 BLOCKED']);
});

test('a person who failed is tried again when the record comes back, changed or not', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [passed, { ...passed, id: 'p2' }] });
  for (const item of feeding.items())
    feeding.checkpoint.items.end(item, 'failed', 'rejected', { status: 400, fields: 'full_name' });
  const [first, second] = await feeding.rejects();
  await feeding.plan({ 'mended.ndjson': [{ ...first, name: 'Testa' }, { ...second }] });
  expect(feeding.wanted()).toEqual(['p1 ACTIVE', 'p2 ACTIVE']);
  expect(feeding.items().map(({ user }) => user?.full_name)).toEqual(['Testa', 'Testa Sample']);
  expect(await feeding.rejects()).toEqual([]);
});

test('a record that comes back to be skipped takes its person out', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [passed, { ...passed, id: 'p2' }] });
  for (const item of feeding.items()) {
    if (item.vendorData === 'p2') feeding.checkpoint.items.intendCreate(item.id, 'nonce');
    feeding.checkpoint.items.end(item, 'failed', 'rejected', { status: 400, fields: 'full_name' });
  }
  const rows = await feeding.rejects();
  await feeding.plan({ 'mended.ndjson': rows.map((row) => ({ ...row, kind: 'company' })) });
  expect(feeding.records().slice(2)).toEqual(['mended.ndjson:1 skipped', 'mended.ndjson:2 skipped']);
  expect([...feeding.checkpoint.items.inState('failed')].map(({ vendorData, code }) => [vendorData, code])).toEqual([
    ['p2', 'record_withdrawn'],
  ]);
  // The export again does not bring them back.
  await feeding.plan({ 'a.ndjson': [passed, { ...passed, id: 'p2' }] });
  expect(feeding.records()).toHaveLength(4);
  expect(feeding.checkpoint.totals.items()).toMatchObject({ total: 1, failed: 1 });
});

test('someone who is in work when the record is withdrawn is given up, for a human to look at', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [passed, { ...passed, id: 'P1' }] });
  const [first, second] = await feeding.rejects();
  await feeding.plan({ 'one.ndjson': [{ ...second, id: 'p2' }] });
  const [person] = feeding.items().filter(({ vendorData }) => vendorData === 'p1');
  feeding.checkpoint.items.intendCreate(person?.id ?? 0, 'nonce');
  await feeding.plan({ 'two.ndjson': [{ ...first, id: 'p3' }] });
  expect([...feeding.checkpoint.items.inState('failed')].map(({ vendorData, code }) => [vendorData, code])).toEqual([
    ['p1', 'record_withdrawn'],
  ]);
});

test('rejects of another checkpoint count as new records, and that is said', async () => {
  const feeding = new FeedingBack();
  await feeding.plan({ 'a.ndjson': [open] });
  const [first] = await feeding.rejects();
  const other = new FeedingBack();
  await other.plan({ 'a.ndjson': [{ ...open, id: 'p5' }] });
  await other.plan({
    'mended.ndjson': [
      { ...first, verdict: 'yes' },
      { ...first, id: 'p6', _item: '', verdict: 'yes' },
    ],
  });
  expect(other.records()).toEqual(['a.ndjson:1 invalid status_unknown', 'mended.ndjson:1 used', 'mended.ndjson:2 used']);
  expect(other.advice).toEqual([expect.stringContaining('Rows of mended.ndjson whose _item is not of this checkpoint: 1.')]);
});

test.each(SAMPLES)(
  'each record of the sample $folder becomes the same when it comes back as a reject',
  async ({ mapping: name, folder }) => {
    const sample = await readSample(at(folder));
    const mapping = await loadMapping(name, at('mappings'), sample.now);
    const dir = new Workdir();
    const planned = async (file: string, checkpointName: string) => {
      const checkpoint = openCheckpoint(dir.path(checkpointName), 'nowhere');
      onTestFinished(() => checkpoint.close());
      const { signal } = new AbortController();
      await planExports([file], checkpoint, { mapping, lookups: sample.lookups, maxRecordBytes: 1_000_000, signal });
      return checkpoint;
    };
    const first = await planned(sample.file, 'first.db');
    first.database.run("UPDATE records SET outcome = 'invalid' WHERE outcome <> 'skipped'");
    const { rejects } = await writeReport(first, dir.path('report'), { generatedAt: new Date(0) });
    expect(rejects).toHaveLength(1);
    const second = await planned(rejects[0] ?? '', 'second.db');
    const people = ({ database }: typeof first) =>
      database.all(`SELECT r.kind, r.user_key, r.provider_id, r.date, r.status, r.status_reason, r.former, o.user, o.faces
      FROM judged r LEFT JOIN originals o ON o.record_id = r.id WHERE r.kind <> 'skipped' ORDER BY r.id`);
    expect(people(second)).toEqual(people(first));
  },
);
