import { FAULT_KINDS, type FaultKind, type FaultRule } from './fault.js';

/**
 * Rules from text: "20%" shares that rate evenly among all kinds, "503-before=10%,reset-after=5%" names each.
 * @throws RangeError with a sentence that says what is wrong, fit to follow the option's name.
 */
export function parseFaults(text: string): FaultRule[] {
  const rules = text.includes('=') ? text.split(',').map(parseRule) : evenly(parseRate(text));
  const total = rules.reduce((sum, { rate }) => sum + rate, 0);
  // A little over, for what adding up fractions loses.
  if (total > 1 + 1e-9) throw new RangeError('must not add up to more than 100%');
  return rules;
}

function evenly(rate: number): FaultRule[] {
  return FAULT_KINDS.map((kind) => ({ kind, rate: rate / FAULT_KINDS.length }));
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
