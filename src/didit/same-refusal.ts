import { MigrateError } from '../errors.js';
import type { Answer } from './answer.js';
import type { RouteClass } from './outage.js';

/** So many identical refusals in a row cannot be the people's fault. */
export const SAME_REFUSALS = 20;

/** Stops the run when a route refuses one write after the other in the same way: going on would only spend the key. */
export class SameRefusal {
  readonly #last = new Map<RouteClass, { likeness: string; count: number }>();

  /** @throws MigrateError `refused_alike` at the twentieth identical refusal without a success between */
  note(route: RouteClass, answer: { readonly kind: 'ok' } | Exclude<Answer, { kind: 'ok' }>, what: string): void {
    if (answer.kind === 'ok') this.explained(route);
    if (answer.kind !== 'refused' || answer.body.duplicate === 'yes') return;
    const likeness = `${answer.status} ${answer.body.shape} ${[...answer.body.fields].sort().join(', ')}`.trim();
    const last = this.#last.get(route);
    const count = last?.likeness === likeness ? last.count + 1 : 1;
    this.#last.set(route, { likeness, count });
    if (count >= SAME_REFUSALS) throw new MigrateError('refused_alike', { count, what: `${what}: ${likeness}` });
  }

  /** The refusals of this route so far were about the people after all. */
  explained(route: RouteClass): void {
    this.#last.delete(route);
  }
}
