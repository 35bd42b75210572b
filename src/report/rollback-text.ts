import { counted, figures, number, page, section, wrapped } from '../layout.js';
import { REASON_NAMES, REASONS } from './rollback-reasons.js';
import type { RollbackSummary } from './rollback-summary.js';

/**
 * What a rollback prints at its end.
 * @param folder where its list is, as the user would name it
 * @param goAhead the command that does what a dry rollback shows
 */
export function rollbackText(summary: RollbackSummary, folder: string, goAhead: string): string {
  const { dry, by_outcome: count, reasons } = summary;
  const told = REASON_NAMES.filter((reason) => (reasons[reason] ?? 0) > 0);
  return page([
    wrapped(outcome(summary), ''),
    section(dry ? 'What a rollback would do' : 'What was done', [
      ...figures([
        ['users to delete', count['to delete'] ?? 0],
        ['earlier users whose changes would be undone', count['to restore'] ?? 0],
        ['users deleted', count.deleted ?? 0],
        ['earlier users restored', count.restored ?? 0],
        ['not there any more, or never made', count.gone ?? 0],
        ['kept', count.kept ?? 0],
        ['unproven: look at them in the console', count.unproven ?? 0],
      ]),
    ]),
    section(
      'Why, and what stays',
      told.flatMap((reason) => wrapped(`${reason}: ${number(reasons[reason] ?? 0)}, ${REASONS[reason]}`)),
    ),
    section(`List in ${folder}`, ['  rollback.csv      every one of them, with the reason']),
    wrapped(nextStep(summary, goAhead), 'Next: '),
  ]);
}

function outcome({ dry, finished, by_outcome: count, needs_a_look }: RollbackSummary): string {
  if (!finished) return 'Stopped before everybody was looked at.';
  if (dry) return 'Nothing was written: this only looked.';
  if ((count.unproven ?? 0) > 0) return `${counted(count.unproven ?? 0, 'person', 'people')} could not be settled.`;
  return needs_a_look > 0 ? 'Rolled back, but for those who are kept.' : 'Rolled back.';
}

function nextStep({ dry, finished, by_outcome: count }: RollbackSummary, goAhead: string): string {
  if (!finished) return 'run the same command again; it goes on from here.';
  if (dry && (count['to delete'] ?? 0) + (count['to restore'] ?? 0) > 0) return `to go ahead: ${goAhead}`;
  if (dry) return 'there is nothing to take back.';
  return 'a run with the export makes everybody anew; didit-migrate purge removes what personal data is left here.';
}
