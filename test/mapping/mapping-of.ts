import { checkMapping } from '../../src/mapping/check.js';
import { compileMapping, type Mapping } from '../../src/mapping/compile.js';
import type { JsonObject, Mapped } from '../../src/model.js';

export const NOW = Date.parse('2026-01-01T12:00:00Z');

/** A mapping from its text, on a fixed day. */
export function mappingOf(text: string): Mapping {
  return compileMapping(checkMapping(text, 'ours.yaml'), { name: 'ours', file: 'ours.yaml', hash: '' }, NOW);
}

/** A small mapping with the given lines of `user:`; its status is the field `status`. */
export function mapUser(lines: string, fields: JsonObject): Mapped {
  const user = ['vendor_data: id', ...lines.split('\n')].map((line) => `      ${line}`).join('\n');
  const text = `
provider: acme
shapes:
  - name: person
    detect: [id]
    provider_id: uuid
    date: at
    user:
${user}
    status:
      - {when: {status: ok}, then: ACTIVE, final: true}
      - {otherwise: problem}
    faces: ['{photo}']
`;
  return mappingOf(text).map({ number: 1, fields: { id: 'p1', status: 'ok', ...fields } });
}

/** What a mapped record came to: its user without the parts that every user has, or its problems. */
export function outcome(mapped: Mapped): unknown {
  if (mapped.kind === 'skipped') return mapped.reason;
  if (mapped.kind === 'invalid') return mapped.problems;
  const { vendor_data: _id, metadata, ...rest } = mapped.user;
  const { previous_kyc: _verdict, ...free } = metadata;
  return Object.keys(free).length > 0 ? { ...rest, metadata: free } : rest;
}
