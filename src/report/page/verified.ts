import type { VerificationSummary } from '../verification-summary.js';
import { verificationOutcome, verifiedTitle } from '../verification-text.js';
import { table } from './figures.js';
import { html, type Markup } from './markup.js';

/** What reading everybody back has shown last. */
export function verified(summary: VerificationSummary | null): Markup {
  if (summary === null) return html`<p>Nobody was read back from Didit yet.</p>`;
  const { people, not_migrated, differences, with_exports, faces } = summary;
  const results: readonly (readonly [string, number])[] = [
    ['as the migration has left them', people.match],
    ['different', people.differs],
    ['missing', people.missing],
    ['somebody else’s user has taken the place', people['not ours']],
    ['without a clear answer', people.unread],
    ['not read yet', people.open],
    ['not migrated: no user in Didit', not_migrated],
  ];
  return html`<p>${verificationOutcome(summary)} ${with_exports ? 'They were held against the export too.' : 'They were held against what the migration has noted, not against the export.'}${faces === 'unavailable' && ' Didit’s lists of faces could not be read, so faces were not compared.'}</p>
<div class="figures">${table(
    verifiedTitle(summary),
    [{ name: 'Result' }, { name: 'People', number: true }],
    results.filter(([, count]) => count > 0),
  )}${table('What differs', [{ name: 'Field' }, { name: 'People', number: true }], Object.entries(differences))}</div>`;
}
