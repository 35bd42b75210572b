/** Somebody has a file that no mapping was made for, a second one with the own ids, and images; and does what the program says. */
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { portrait } from '../helpers/images.js';
import { environmentOf, Workdir } from '../helpers/program.js';
import { zipOf } from '../helpers/zip.js';

const COUNT = 30;
const RESULTS = ['bestanden', 'bestanden', 'abgelehnt', 'manuelle Prüfung', 'abgebrochen'] as const;
const DECISIONS = {
  bestanden: 'ACTIVE, final: true',
  abgelehnt: 'BLOCKED, final: true, reason: refused',
  'manuelle Prüfung': 'FLAGGED',
  abgebrochen: 'skip, reason: never finished',
} as const;
const STATUSES = { bestanden: 'ACTIVE', abgelehnt: 'BLOCKED', 'manuelle Prüfung': 'FLAGGED', abgebrochen: undefined } as const;

const people = Array.from({ length: COUNT }, (_, index) => ({
  number: index + 1,
  id: randomUUID(),
  result: RESULTS[index % RESULTS.length] ?? 'bestanden',
  day: String(1 + (index % 28)).padStart(2, '0'),
}));

/** German headers, semicolons, Windows-1252, days first, and the provider's ids alone. */
const EXPORT = Buffer.from(
  [
    'Vorgangs-ID;Vorname;Nachname;Geburtsdatum;E-Mail;Staatsangehörigkeit;Prüfergebnis;Prüfdatum',
    ...people.map(
      ({ id, number, result, day }) =>
        `${id};Tästa;Beispiel${number};${day}.02.1980;p${number}@example.com;österreichisch;${result};${day}.03.2024 10:00`,
    ),
  ].join('\r\n'),
  'latin1',
);
const IDS = ['unsere Nummer,Vorgang', ...people.map(({ id, number }) => `Kunde-${number},${id}`)].join('\n');

/** The command that the program names, with the word in it that the user has to fill in. */
function named(text: string, beginning: string, file = 'FILE'): string[] {
  const line = text.split('\n').find((each) => each.trim().startsWith(`didit-migrate ${beginning}`));
  expect(line, text).toBeDefined();
  return (line ?? '').trim().replace('FILE', file).split(' ').slice(1);
}

test('from a file that nobody prepared for to the right users, by doing what the program says', async () => {
  const dir = new Workdir();
  dir.write('kunden.csv', EXPORT);
  dir.write('nummern.csv', IDS);
  const images = await Promise.all(
    people.map(async ({ id, number }) => ({ name: `bilder/${id}.jpg`, content: await portrait(number), method: 0 })),
  );
  dir.write('bilder.zip', zipOf(images));

  const inspected = await dir.run(['inspect', 'kunden.csv']);
  expect(inspected.code, inspected.story).toBe(0);
  expect(inspected.stdout).toContain('windows-1252');
  expect(inspected.stdout).toMatch(/Geburtsdatum +100 % {2}date, dd\.MM\.yyyy/);
  expect(inspected.stdout).toMatch(/manuelle Prüfung +6\n/);
  expect(inspected.stdout).not.toMatch(/Tästa|Beispiel\d|Kunde-/);

  const drafted = await dir.run([...named(inspected.stdout, 'init kunden.csv --lookup', 'nummern.csv'), '--faces', 'bilder.zip']);
  expect(drafted.code, drafted.story).toBe(0);
  const validate = named(drafted.stdout, 'validate');

  const undecided = await dir.run(validate);
  expect(undecided.code, undecided.story).toBe(2);
  for (const word of Object.keys(DECISIONS)) expect(undecided.stderr).toMatch(new RegExp(`^kunden.yaml:\\d+: .*${word}$`, 'm'));

  const draft = dir.read('kunden.yaml');
  dir.write(
    'kunden.yaml',
    Object.entries(DECISIONS).reduce(
      (text, [word, then]) => text.replace(`Prüfergebnis: ${word} }, then: decide }`, `Prüfergebnis: ${word} }, then: ${then} }`),
      draft,
    ),
  );
  const valid = await dir.run(validate);
  expect(valid.code, valid.story).toBe(0);
  expect(valid.stdout).toMatch(/records +30\n +used +24\n +skipped +6\n/);
  expect(valid.stdout).toMatch(/found +24\n/);

  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const run = await dir.run(['run', ...validate.slice(1), '--yes'], environmentOf(sandbox));
  expect(run.code, run.story).toBe(0);
  const users = people.map(({ number }) => sandbox.state.users.get(`kunde-${number}`));
  expect(users.map((user) => user?.status)).toEqual(people.map(({ result }) => STATUSES[result]));
  expect(users.filter((user) => user !== undefined).map((user) => user.faces.length)).toEqual(new Array(24).fill(1));
  expect(users[1]?.profile).toMatchObject({
    full_name: 'Tästa Beispiel2',
    date_of_birth: '1980-02-02',
    metadata: { nationality: 'österreichisch', contact: { email: 'p2@example.com' }, previous_kyc: { id: people[1]?.id } },
  });
}, 120_000);
