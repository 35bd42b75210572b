import { counted, figures, number, page, section, wrapped } from '../layout.js';
import type { VerificationSummary } from './verification-summary.js';

/**
 * What `verify` prints at its end.
 * @param folder where its list is, as the user would name it
 */
export function verificationText(summary: VerificationSummary, folder: string): string {
  const { differences, not_migrated, invalid_records, faces } = summary;
  return page([
    wrapped(verificationOutcome(summary), ''),
    section('Read back from Didit', [
      ...verifiedFigures(summary),
      ...figures([
        ['not migrated: no user in Didit', not_migrated],
        ['records that are invalid and make nobody', invalid_records],
      ]),
    ]),
    section('What differs', figures(Object.entries(differences).map(([field, count]) => [field, count]))),
    faces === 'unavailable' ? wrapped('Didit’s lists of faces could not be read, so faces were not compared.', '') : [],
    section(`List in ${folder}`, ['  verify.csv        everybody who was read, with the result']),
    wrapped(nextStep(summary), 'Next: '),
  ]);
}

/** What was read back, and when. */
export function verifiedTitle({ begun_at, sample }: VerificationSummary): string {
  const who = sample === null ? '' : `, ${counted(sample, 'person', 'people')} at random`;
  return `Read back from Didit on ${begun_at.slice(0, 10)}${who}`;
}

export function verifiedFigures({ people }: VerificationSummary): string[] {
  return figures([
    ['people', people.total],
    ['  as they were left', people.match],
    ['  different', people.differs],
    ['  missing', people.missing],
    ['  somebody else’s user has taken the place', people['not ours']],
    ['  without a clear answer', people.unread],
    ['  not read yet', people.open],
  ]);
}

/** In one sentence. */
export function verificationOutcome({ ended_at, sample, people, clean }: VerificationSummary): string {
  if (ended_at === null)
    return `Stopped: ${number(people.open)} of ${counted(people.total, 'person', 'people')} are still to be read.`;
  const who = sample === null ? 'everybody is' : `all ${number(people.total)} of the sample are`;
  if (clean) return `Verified: ${who} in Didit as the migration has left them.`;
  return people.match === people.total
    ? `Whoever was migrated is in Didit as the migration has left them; others are not migrated.`
    : 'Didit differs from what the migration has left.';
}

function nextStep({ ended_at, people, clean }: VerificationSummary): string {
  if (ended_at === null) return 'run the same command again; it goes on from here.';
  if (clean) return 'didit-migrate purge removes what personal data is left here.';
  if (people.match < people.total) return 'look in the console at those in verify.csv that are not a match.';
  return 'didit-migrate status says what is still to be done.';
}
