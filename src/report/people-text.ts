import type { Code } from '../errors.js';
import { figure, figures } from '../layout.js';
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
export function severalText({ with_several_records: several, notes, look_alikes: alike }: Summary['items']): string[] {
  return figures([
    ['with several records', several],
    ['  fraud found, passed later: FLAGGED', notes.fraud_then_pass ?? 0],
    ['  records disagree about the surname', notes.names_differ ?? 0],
    ['  records disagree about the birth date', notes.births_differ ?? 0],
    ['same name and birth date, other id', alike.people],
  ]);
}

/** What became of the faces that people were to have. */
export function facesText(faces: Summary['faces']): string[] {
  const { by_state: states, left_for_later: left } = faces;
  const refused = refusedFaces(faces);
  return figures([
    ['faces', states.total],
    ['  uploaded', states.uploaded],
    ['  missing or unusable here', refused.here],
    ['  refused by Didit', refused.byDidit],
    ['  unknown: may be there', states.unknown],
    ['  left for a later run', left],
    ['  pending', states.pending - left],
  ]);
}

/** Answers of Didit; every other code of a refused face was found before anything was sent. */
const DIDIT_REFUSALS: readonly string[] = ['face_rejected', 'face_limit'] satisfies Code[];

/** Who refused the faces that are refused. */
export function refusedFaces({ by_state, problems }: Summary['faces']): { readonly here: number; readonly byDidit: number } {
  const byDidit = problems.reduce((sum, { code, count }) => (DIDIT_REFUSALS.includes(code) ? sum + count : sum), 0);
  return { here: by_state.refused - byDidit, byDidit };
}
