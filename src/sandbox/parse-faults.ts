import { FAULT_KINDS, type FaultKind, type FaultRule, USUAL_ROUTES } from './fault.js';
import { ROUTE_CLASSES } from './route-class.js';

/**
 * Rules from text: "20%" is all kinds mixed, "503-before=10%,reset-after=5%" names each.
 * @throws RangeError with a sentence that says what is wrong, fit to follow the option's name.
 */
export function parseFaults(text: string): FaultRule[] {
  if (!text.includes('=')) return mixed(parseRate(text));
  const rules = text.split(',').map(parseRule);
  const total = rules.reduce((sum, { rate }) => sum + rate, 0);
  // A little over, for what adding up fractions loses.
  if (total > 1 + 1e-9) throw new RangeError('must not add up to more than 100%');
  return rules;
}

/** Each route gets the whole rate, shared evenly by the kinds that make sense there. */
function mixed(rate: number): FaultRule[] {
  return ROUTE_CLASSES.flatMap((route) => {
    const kinds = FAULT_KINDS.filter((kind) => USUAL_ROUTES[kind]?.includes(route) ?? true);
    return kinds.map((kind) => ({ kind, rate: rate / kinds.length, routes: [route] }));
  });
}

function parseRule(text: string): FaultRule {
  const [name = '', rate = ''] = text.split(/=(.*)/s);
  return { kind: parseKind(name.trim()), rate: parseRate(rate) };
}

function parseKind(name: string): FaultKind {
  const kind = FAULT_KINDS.find((known) => known === name);
  if (kind === undefined) throw new RangeError(`knows no fault "${name}"; the faults are ${FAULT_KINDS.join(', ')}`);
  return kind;
}

function parseRate(text: string): number {
  const percent = Number(/^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text)?.[1]);
  if (percent <= 100) return percent / 100;
  throw new RangeError('must be a share of all requests such as 20%, or shares by fault such as 503-before=10%,reset-after=5%');
}
