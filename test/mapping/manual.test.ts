import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkSource } from '../../src/mapping/check.js';
import { compileMapping } from '../../src/mapping/compile.js';
import { compileWhen } from '../../src/mapping/conditions.js';
import { languageKeys } from '../../src/mapping/json-schema.js';
import { readMapping } from '../../src/mapping/load.js';
import { readSource } from '../../src/mapping/source.js';
import { mappingOf, NOW } from './mapping-of.js';

const BUILT_IN = new URL('../../mappings', import.meta.url).pathname;
const manual = readFileSync(`${BUILT_IN}/README.md`, 'utf8');
const examples = [...manual.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
const whole = examples.filter((text) => text.startsWith('provider:'));
const extending = examples.filter((text) => text.startsWith('extends:'));
const parts = examples.filter((text) => !whole.includes(text) && !extending.includes(text));
/** The whole mapping that holds a line. */
const exampleWith = (line: string) => whole.find((text) => text.includes(line)) ?? '';

test('every whole mapping in the manual compiles', () => {
  expect(whole).toHaveLength(3);
  for (const text of whole) expect(() => mappingOf(text)).not.toThrow();
});

test.each(parts)('the part %j fits into a mapping', (text) => {
  const { when, null_markers, about, ...rest } = parse(text);
  if (when !== undefined) expect(compileWhen(when)({})).toBe(false);
  const shape = { name: 'a', detect: ['id'], user: { vendor_data: 'id' }, status: [{ always: 'ACTIVE' }], ...rest };
  const mapping = { provider: 'acme', shapes: [shape], ...(null_markers && { null_markers }), ...(about && { about }) };
  expect(() => mappingOf(stringify(mapping))).not.toThrow();
});

test('the first example does what it says', () => {
  const fields = {
    customer_no: 'prod_17',
    uuid: 'u1',
    decision: { state: 'OK', at: '2024-01-01' },
    doc: { given: 'Testa', family: 'Sample' },
    contract: { plan: 'pro' },
  };
  expect(mappingOf(exampleWith('provider: acme # written')).map({ number: 1, fields })).toMatchObject({
    verdict: { status: 'ACTIVE', row: 'passed' },
    user: { vendor_data: '17', full_name: 'Testa Sample', metadata: { plan: 'pro' } },
    faces: [{ path: 'u1.*' }, { path: 'selfies/prod_17.jpg' }],
  });
});

test('the example of second files does what it says', () => {
  const rows = {
    ids: { u1: [{ user_id: 'cust-1', photo: 'a.jpg' }] },
    documents: { u1: [{ country: 'ES' }, { country: 'FR' }] },
  };
  const tables = new Map(
    Object.entries(rows).map(([name, byKey]) => [name, (key: string) => new Map(Object.entries(byKey)).get(key) ?? []]),
  );
  const mapping = mappingOf(exampleWith('lookup:')).withLookups(tables, 'files');
  expect(mapping.map({ number: 1, fields: { uuid: 'u1', state: 'passed' } })).toMatchObject({
    user: { vendor_data: 'cust-1', issuing_states: { ESP: 1, FRA: 1 } },
    faces: [{ path: 'a.jpg' }],
  });
});

test('the example of a mapping that changes another does what it says', async () => {
  const [text = ''] = extending;
  const { says } = await readMapping(parse(text).extends, BUILT_IN);
  const mapping = compileMapping(checkSource(readSource(text, 'ours.yaml'), says), { name: 'ours', file: '', hash: '' }, NOW);
  const map = (review: { reviewAnswer: string; reviewRejectType?: string }, tags: string[] = []) =>
    mapping.map({
      number: 1,
      fields: {
        externalUserId: 'prod_17',
        deactivated: true,
        email: 'a@example.com',
        tags,
        review: { reviewStatus: 'completed', reviewResult: review },
      },
    });
  expect(map({ reviewAnswer: 'GREEN' })).toMatchObject({
    verdict: { status: 'ACTIVE' },
    user: { vendor_data: '17', metadata: { contact: { email: 'a@example.com' } } },
  });
  expect(map({ reviewAnswer: 'RED', reviewRejectType: 'RETRY' })).toMatchObject({ reason: 'asked to try again' });
  expect(map({ reviewAnswer: 'GREEN' }, ['Watchlist'])).toMatchObject({
    verdict: { status: 'FLAGGED', row: 'our own watch list' },
  });
});

test.each(languageKeys())('the key %s of the language stands in the manual', (key) => {
  expect(new RegExp(`\\b${key}\\b`).test(manual)).toBe(true);
});
