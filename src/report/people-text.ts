import { figure, figures } from './layout.js';
import type { Summary } from './summary.js';

/** Where everybody stands. */
export function statesText({ by_state: states, by_origin: origins }: Summary['items']): string[] {
  return [
    figure('people', states.total),
    ...figures([
      ['  done', states.done],
      ['  partial: right, but for a face', states.partial],
      ['  held: somebody has to decide', states.held],
      ['  failed', states.failed],
      ['  in progress', states['in progress']],
      ['  pending', states.pending],
      ['created in Didit', origins.created],
      ['in Didit before', origins.existing],
    ]),
  ];
}

/** What the plan wants to be known about people with several records. */
export function severalText({ with_several_records: several, notes }: Summary['items']): string[] {
  return figures([
    ['with several records', several],
    ['  fraud found, passed later: FLAGGED', notes.fraud_then_pass ?? 0],
    ['  records disagree about the surname', notes.names_differ ?? 0],
    ['  records disagree about the birth date', notes.births_differ ?? 0],
  ]);
}

/** What became of the faces that people were to have. */
export function facesText({ by_state: faces }: Summary['faces']): string[] {
  if (faces.total === 0) return [];
  return figures([
    ['faces', faces.total],
    ['  uploaded', faces.uploaded],
    ['  refused', faces.refused],
    ['  unknown: may be there', faces.unknown],
    ['  pending', faces.pending],
  ]);
}
