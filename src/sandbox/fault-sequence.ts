import { draw } from './draw.js';
import { type Fault, type FaultKind, type FaultOptions, type FaultRule, USUAL_ROUTES } from './fault.js';
import type { RouteClass } from './route-class.js';

const DEFAULT_DELAY_MS = 1000;

interface CountedRule {
  readonly rule: FaultRule;
  /** Matching requests so far. */
  matched: number;
}

/** Which request meets which fault: decided by the seed and the requests that came before, never by the clock. */
export class FaultSequence {
  readonly #seed: number;
  readonly #rules: readonly CountedRule[];
  #requests = 0;
  #revokedFor = 0;

  /** @throws RangeError for a rate that is no share from 0 to 1. */
  constructor({ seed, rules }: FaultOptions) {
    for (const { kind, rate } of rules) {
      if (!(rate >= 0 && rate <= 1)) throw new RangeError(`There is no fault ${kind} at a rate of ${rate}: rates are 0 to 1.`);
    }
    this.#seed = seed;
    this.#rules = rules.map((rule) => ({ rule, matched: 0 }));
  }

  /** The kinds that may come, with the highest share that any of their rules has. */
  get rates(): ReadonlyMap<FaultKind, number> {
    const rates = new Map<FaultKind, number>();
    for (const { rule } of this.#rules) rates.set(rule.kind, Math.max(rule.rate, rates.get(rule.kind) ?? 0));
    return rates;
  }

  /** To be asked once for each request as it arrives; undefined when all goes well. */
  next(route: RouteClass): Fault | undefined {
    const index = 2 * this.#requests;
    this.#requests += 1;
    const rule = this.#ruleAt(draw(this.#seed, index), route);
    const variant = draw(this.#seed, index + 1);
    if (this.#revokedFor > 0) {
      this.#revokedFor -= 1;
      return { kind: '401', variant, delayMs: 0 };
    }
    if (!rule) return undefined;
    if (rule.kind === '401') this.#revokedFor = (rule.times ?? 1) - 1;
    return { kind: rule.kind, variant, delayMs: rule.delayMs ?? DEFAULT_DELAY_MS };
  }

  /** The rates of the rules that match lie one after the other on a line from 0 to 1, and the point falls on one or beyond them all. */
  #ruleAt(point: number, route: RouteClass): FaultRule | undefined {
    let end = 0;
    let found: FaultRule | undefined;
    for (const counted of this.#rules) {
      const { rule, matched } = counted;
      if (!matches(rule, route)) continue;
      counted.matched += 1;
      if (matched < (rule.after ?? 0) || matched >= (rule.until ?? Infinity)) continue;
      end += rule.rate;
      if (point < end) found ??= rule;
    }
    return found;
  }
}

function matches({ kind, routes = USUAL_ROUTES[kind] }: FaultRule, route: RouteClass): boolean {
  return routes === undefined || routes.includes(route);
}
