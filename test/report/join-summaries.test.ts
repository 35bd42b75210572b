import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryCheckpoint } from '../../src/checkpoint/index.js';
import { planExports } from '../../src/migration/index.js';
import { joinSummaries, type Summary, summarize } from '../../src/report/index.js';
import type { Shard } from '../../src/shard.js';
import { Planning } from '../migration/planning.js';
import { context, mixed } from './mixed-checkpoint.js';

const records = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c1', 'c2', 'C2', 'd', 'e', 'f', ''),
    verdict: fc.constantFrom('yes', 'no', 'open', 'what'),
    kind: fc.constantFrom('company', 'person'),
    name: fc.constantFrom('Testa Sample', 'Probe Muster'),
    face: fc.constantFrom('', 'a.jpg'),
  }),
  { minLength: 1, maxLength: 25 },
);

async function summaryOf(planning: Planning, files: readonly string[], shard?: Shard): Promise<Summary> {
  const checkpoint = temporaryCheckpoint(shard);
  try {
    const { signal } = new AbortController();
    await planExports(files, checkpoint, { mapping: await planning.mapping(), maxRecordBytes: 100_000, signal });
    return summarize(checkpoint, { ...context, ...(shard && { shard: `${shard.index}/${shard.of}` }) });
  } finally {
    checkpoint.close();
  }
}

/** Findings in the order of their codes: equal counts have none of their own. Which example is first depends on the cut. */
function comparable(summary: Summary) {
  const findings = (all: Summary['problems']) => all.map(({ code, count }) => `${code} ${count}`).sort();
  const { items, faces, problems, verdicts, requests: _, ...rest } = summary;
  return {
    ...rest,
    problems: findings(problems),
    items: { ...items, look_alikes: undefined, problems: findings(items.problems) },
    faces: { ...faces, problems: findings(faces.problems) },
    verdicts: verdicts.map((verdict) => JSON.stringify(verdict)).sort(),
  };
}

test('the parts of a plan add up to the plan of the whole', async () => {
  const planning = new Planning();
  await fc.assert(
    fc.asyncProperty(records, records, fc.integer({ min: 1, max: 4 }), async (first, later, of) => {
      const files = [planning.write('first.ndjson', first), planning.write('later.ndjson', later)];
      const whole = await summaryOf(planning, files);
      const [part, ...others] = await Promise.all(
        Array.from({ length: of }, (_, at) => summaryOf(planning, files, { index: at + 1, of })),
      );
      if (!part) throw new Error('There is no part.');
      const joined = joinSummaries([part, ...others]);
      // Absent from the last export is told where a part had an earlier one, as in the whole.
      expect({ ...comparable(joined), shard: null }).toEqual(comparable(whole));
    }),
    { numRuns: 8 },
  );
});

test('while a part is not there, its records are elsewhere and nothing is finished', async () => {
  const planning = new Planning();
  const people = Array.from({ length: 20 }, (_, at) => ({ id: `p${at}`, verdict: 'yes' }));
  const files = [planning.write('first.ndjson', people)];
  const part = (index: number) => summaryOf(planning, files, { index, of: 3 });
  const joined = joinSummaries([await part(3), await part(1)]);
  expect(joined).toMatchObject({ shard: '3/3, 1/3', finished: false });
  expect(joined.elsewhere).toBe((await part(2)).records.total);
  expect(joined.records.total + joined.elsewhere).toBe(20);
});

describe('what is not the parts of one migration is refused', () => {
  const whole = () => summarize(mixed(), context);
  const part = (shard: string, target = 'one') => ({ ...whole(), shard, target });
  test.each<[string, () => [Summary, Summary]]>([
    ['different targets', () => [part('1/2'), part('2/2', 'another')]],
    ['all people', () => [part('1/2'), { ...part('2/2'), shard: null }]],
    ['different numbers of parts', () => [part('1/2'), part('2/3')]],
    ['the same part', () => [part('1/2'), part('1/2')]],
  ])('%s', (reason, summaries) => {
    expect(() => joinSummaries(summaries())).toThrow(
      expect.objectContaining({ code: 'checkpoints_unlike', message: expect.stringContaining(reason) }),
    );
  });
});
