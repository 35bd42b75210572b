import type { Meta } from '../checkpoint/index.js';
import { type KeyKind, keyKind } from '../didit/index.js';
import { learntBefore } from '../doctor/index.js';
import { labelled, page, section } from '../layout.js';
import type { ParsedRunSettings } from '../settings.js';

const KEYS: Readonly<Record<KeyKind, string>> = {
  live: 'live (sk_live_…)',
  test: 'test (sk_test_…)',
  older: 'without a prefix, as older ones are: live or test, its shape does not say',
  cut: 'shorter or longer than a key is: didit-migrate doctor looks at it',
  token: 'looks like an access token and not like a key',
  id: 'looks like an id and not like a key',
  header: 'has the name of a header in it',
};
const DOCTOR = [
  'found nothing that stands against a run',
  'found something to look at: didit-migrate doctor --write-test shows it again',
  'found that a run would not work: didit-migrate doctor --write-test shows why',
] as const;
const EXISTING: Readonly<Record<ParsedRunSettings['onExisting'], string>> = {
  adopt: 'keep their profile and get a face (--on-existing adopt)',
  update: 'get metadata and a stricter status besides (--on-existing update)',
  skip: 'are noted and left as they are (--on-existing skip)',
  fail: 'are reported and left as they are (--on-existing fail)',
};

/** What somebody who says yes has to know besides the plan. Of the key its kind alone. */
export function targetText(settings: ParsedRunSettings, meta: Meta): string {
  const learnt = learntBefore(meta);
  const doctor = learnt
    ? `on ${learnt.at.slice(0, 10)} ${DOCTOR[learnt.outcome]}`
    : 'was not asked: didit-migrate doctor --write-test';
  return page([
    section('Where it is written', [
      ...labelled('Didit', settings.baseUrl),
      ...labelled('organization', settings.organizationId),
      ...labelled('application', settings.applicationId),
      ...labelled('API key', KEYS[keyKind(settings.apiKey)]),
      ...labelled('people there already', EXISTING[settings.onExisting]),
      ...labelled('doctor', doctor),
    ]),
  ]);
}

/** The question, short enough to be read. */
export function question({ apiKey, applicationId }: ParsedRunSettings, writes: number): string {
  const kind = keyKind(apiKey);
  const which = kind === 'live' || kind === 'test' ? `the ${kind} application` : 'application';
  return `Send ${writes.toLocaleString('en-US')} writes to ${which} ${applicationId.slice(0, 8)}?`;
}
