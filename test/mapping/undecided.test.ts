import { expect, test } from 'vitest';
import { mappingOf } from './mapping-of.js';

const draft = (rows: string, date = 'born') => `
provider: acme
shapes:
  - name: a
    detect: [id]
    user: {vendor_data: id, date_of_birth: ${date}, metadata: {date: decide}}
    status:
${rows.trim().replace(/^ */gm, '      ')}
`;

test('a draft does not run, and every open decision is named with its line', () => {
  const text = draft(
    '- {when: {Ergebnis: [ok, bestanden]}, then: decide}\n- {when: {Ergebnis: nein, Grund: {missing: true}}, then: decide}\n- {otherwise: decide}',
    '{from: Geburtsdatum, date: decide}',
  );
  expect(() => mappingOf(text)).toThrow(expect.objectContaining({ code: 'mapping_undecided', exit: 2 }));
  expect(() => mappingOf(text)).toThrow(
    [
      'The mapping ours.yaml waits for 4 decisions:',
      'ours.yaml:6: shapes[0].user.date_of_birth.date: the form of the date in Geburtsdatum',
      'ours.yaml:8: shapes[0].status[0].then: Ergebnis: ["ok","bestanden"]',
      'ours.yaml:9: shapes[0].status[1].then: Ergebnis: nein, Grund: {"missing":true}',
      'ours.yaml:10: shapes[0].status[2].otherwise: every other word',
    ].join('\n'),
  );
});

test('other mistakes of a draft are named first', () => {
  expect(() => mappingOf(draft('- {when: {s: ok}, then: decide}'))).toThrow(
    /The mapping ours.yaml cannot be used:\n.*has to end with/,
  );
});

test('elsewhere decide is a word like any other', () => {
  const mapping = mappingOf(draft('- {when: {s: decide}, then: FLAGGED}\n- {otherwise: problem}'));
  expect(mapping.map({ number: 1, fields: { id: 'p1', s: 'decide', decide: 1 } })).toMatchObject({
    user: { metadata: { date: 1 } },
  });
});
